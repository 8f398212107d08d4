namespace Broker.Hocon.Tests;

public sealed class FileSpec : IDisposable
{
    private readonly TemporaryDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("include \"b.conf\"")]
    [InlineData("include \"b\"")]
    [InlineData("include file(\"b.conf\")")]
    [InlineData("include required(\"b.conf\")")]
    [InlineData("include required( file( \"b.conf\" ) )")]
    [InlineData("{ include \"b.conf\" }")]
    public void Includes_a_file_beside_it(string text)
    {
        _files.Write("b.conf", "x = 1");

        Assert.Equal("x = 1", Hocon.Meaning(Parse(text)));
    }

    [Fact]
    public void An_include_is_relative_to_the_file_that_holds_it_and_merges_where_it_stands()
    {
        _files.Write("sub/b.conf", "x = 2, y = 2, z = 2, include \"c.conf\"");
        _files.Write("sub/c.conf", "z = 3");

        Assert.Equal("x = 2; y = 4; z = 3", Hocon.Meaning(Parse("x = 1\ninclude \"sub/b.conf\"\ny = 4")));
    }

    [Fact]
    public void Substitutions_of_an_included_file_look_below_the_include_first_and_then_at_the_root()
    {
        _files.Write("b.conf", "x = 1, y = ${x}, z = ${outer}, list += 1, list += 2");

        Assert.Equal(
            "list = [0]; outer = 5; s.list = [1, 2]; s.x = 1; s.y = 1; s.z = 5; x = 7",
            Hocon.Meaning(Parse("x = 7, outer = 5, list = [0]\ns { include \"b.conf\" }")));
    }

    [Fact]
    public void Errors_in_an_included_file_name_that_file()
    {
        var included = _files.Write("b.conf", "\n x = ");

        Assert.Equal(
            $"{included}:2:6: expected a value but found the end of the text", Error("include \"b.conf\""));
    }

    [Fact]
    public void A_missing_file_matters_only_when_it_is_required()
    {
        Assert.Equal("a = 1", Hocon.Meaning(Parse("include \"missing\"\na = 1")));
        Assert.Equal(
            $"{_files.PathOf("a.conf")}:1:18: there is no file 'missing' to include",
            Error("include required(\"missing\")"));
    }

    [Fact]
    public void A_configuration_that_is_not_there_is_refused_by_its_name()
    {
        var none = _files.PathOf("none.conf");
        var error = Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseFile(none));

        Assert.StartsWith($"{none}: '{none}' cannot be read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_is_not_a_configuration() =>
        Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseFile(_files.PathOf("")));

    [Fact]
    public void A_file_that_includes_itself_is_refused()
    {
        var b = _files.Write("b.conf", "\ninclude \"./a.conf\"");

        Assert.Equal($"{b}:2:9: '{_files.PathOf("./a.conf")}' includes itself", Error("include \"b.conf\""));
    }

    [Fact]
    public void The_same_file_may_be_included_twice()
    {
        _files.Write("b.conf", "x = 1");

        Assert.Equal("p.x = 1; q.x = 1", Hocon.Meaning(Parse("p { include \"b\" }, q { include \"b\" }")));
    }

    [Fact]
    public void An_included_file_must_hold_an_object()
    {
        var b = _files.Write("b.conf", "[1]");

        Assert.Equal($"{b}:1:1: expected an object but found '['", Error("include \"b.conf\""));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused_with_their_place()
    {
        var file = _files.Write("a.conf", [.. "a = 1\nb = é"u8, 0xff, .. "x"u8]);

        Assert.Equal(
            $"{file}:2:6: these bytes are not UTF-8",
            Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseFile(file)).Message);
    }

    [Fact]
    public void A_byte_order_mark_is_not_part_of_the_text()
    {
        var file = _files.Write("a.conf", [.. "\ufeff"u8, .. "a = 1"u8]);

        Assert.Equal(5, ConfigurationFactory.ParseFile(file).Entries.Single().Origin.Column);
    }

    [Fact]
    public void Reads_a_resource_and_calls_it_by_assembly_and_name()
    {
        var assembly = typeof(FileSpec).Assembly;
        var config = ConfigurationFactory.ParseResource(assembly, "sample.conf");

        Assert.Equal("Broker.Hocon.Tests/sample.conf:1:8", config.Entries.Single().Origin.ToString());
        Assert.Throws<ArgumentException>(() => ConfigurationFactory.ParseResource(assembly, "none"));
    }

    private Config Parse(string text) => ConfigurationFactory.ParseFile(_files.Write("a.conf", text));

    private string Error(string text) => Assert.Throws<ConfigurationException>(() => Parse(text)).Message;
}
