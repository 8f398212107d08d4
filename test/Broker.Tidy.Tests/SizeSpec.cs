namespace Broker.Tidy.Tests;

public class SizeSpec
{
    [Fact]
    public void Files_have_at_most_250_lines() =>
        Tidy.AssertNone(SizeChecks.LongFiles([.. Repository.Code, .. Repository.Web]));

    [Fact]
    public void Lines_have_at_most_110_columns() =>
        Tidy.AssertNone(SizeChecks.LongLines([.. Repository.Code, .. Repository.Web]));

    [Fact]
    public void Methods_have_at_most_40_lines() => Tidy.AssertNone(SizeChecks.LongMethods(Repository.Code));

    [Theory]
    [InlineData(250, 0)]
    [InlineData(251, 1)]
    public void A_long_file_is_found(int lines, int found) =>
        Assert.Equal(found, SizeChecks.LongFiles([Sample(Repeat("x\n", lines))]).Count());

    [Theory]
    [InlineData(110, 0)]
    [InlineData(111, 1)]
    public void A_long_line_is_found(int columns, int found) =>
        Assert.Equal(found, SizeChecks.LongLines([Sample("x\n" + new string('x', columns) + "\n")]).Count());

    [Theory]
    [InlineData("class A\n{\n    void B()\n    {\n", "    }\n}\n", 37)]
    [InlineData(
        "class A(int b)\n{\n    int C = 1;\n\n    int B(int x = 1) => x switch\n{\n",
        "    };\n}\n",
        37)]
    [InlineData("record A\n{\n    int B\n    {\n        get\n        {\n", "        }\n    }\n}\n", 34)]
    [InlineData(
        "class A\n{\n    class C\n    {\n    void B<T>(T x)\n where T : class\n    {\n",
        "    }\n}\n}\n",
        36)]
    public void A_long_method_is_found(string before, string after, int linesMax)
    {
        string Text(int lines) => before + Repeat("        if (x) { }\n", lines) + after;

        Assert.Empty(SizeChecks.LongMethods([Sample(Text(linesMax))]));
        Assert.Single(SizeChecks.LongMethods([Sample(Text(linesMax + 1))]));
    }

    [Fact]
    public void Attributes_do_not_count_but_a_long_method_below_them_is_found()
    {
        string Text(int rows, int lines) =>
            "class A\n{\n" + Repeat("    [B(C = new[] { 1 })]\n", rows) + "    void D()\n    {\n"
            + Repeat("        E();\n", lines) + "    }\n}\n";

        Assert.Empty(SizeChecks.LongMethods([Sample(Text(60, 37))]));
        Assert.Single(SizeChecks.LongMethods([Sample(Text(60, 38))]));
    }

    [Theory]
    [InlineData("int[] B = new()")]
    [InlineData("Dictionary<string, (int Code, int[] Frames)> B = new()")]
    public void A_long_table_is_not_a_method(string declaration)
    {
        var table = $"class A\n{{\n    {declaration}\n    {{\n" + Repeat("[1] = 2,\n", 60) + "    };\n}\n";

        Assert.Empty(SizeChecks.LongMethods([Sample(table)]));
    }

    [Fact]
    public void A_long_method_that_answers_a_tuple_is_found()
    {
        var method = "    (int A, int B) C<T>(T d)\n    {\n" + Repeat("E();\n", 40) + "    }\n";

        Assert.Single(SizeChecks.LongMethods([Sample($"class A\n{{\n{method}}}\n")]));
    }

    private static string Repeat(string line, int times) => string.Concat(Enumerable.Repeat(line, times));

    private static SourceFile Sample(string text) => new("src/Sample.cs", text);
}
