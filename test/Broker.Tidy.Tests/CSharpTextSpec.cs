namespace Broker.Tidy.Tests;

public class CSharpTextSpec
{
    [Theory]
    [InlineData("a // b\nc", "a     \nc")]
    [InlineData("a /* b\nc */ d", "a     \n     d")]
    [InlineData("a = \"b\\\"c\"; d", "a = \"    \"; d")]
    [InlineData("a = @\"b\"\"c\\\"; d", "a = @\"     \"; d")]
    [InlineData("a = \"\"\"b\"c\"\"\"; d", "a = \"\"\"   \"\"\"; d")]
    [InlineData("a = $\"b{c(\"d\")}e\"; f", "a = $\" {c(\" \")} \"; f")]
    [InlineData("a = $\"{{b}}\"; c", "a = $\"     \"; c")]
    [InlineData("a = $$\"\"\"{b}{{c}}\"\"\"; d", "a = $$\"\"\"   {{c}}\"\"\"; d")]
    [InlineData("a = '\"'; b", "a = ' '; b")]
    [InlineData("a = '\\''; b", "a = '  '; b")]
    [InlineData("a = \"//\"; b", "a = \"  \"; b")]
    public void Blanks_comments_and_literals_and_keeps_the_places(string text, string code) =>
        Assert.Equal(code.Replace(" ", "", StringComparison.Ordinal),
            CSharpText.Blank(text).Code.Replace(" ", "", StringComparison.Ordinal));

    [Fact]
    public void Keeps_the_length_and_lines_and_on_request_the_comments()
    {
        const string Text = "a = \"x\ny\"; // z\n/* w */";

        Assert.Equal(Text.Length, CSharpText.Blank(Text).Code.Length);
        Assert.Equal("a = \" \n \"; // z\n/* w */", CSharpText.Blank(Text).CodeAndComments);
    }
}
