using System.Globalization;

namespace Broker.Hocon.Tests;

public sealed class LimitsSpec : IDisposable
{
    private readonly TemporaryDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("a {", "}")]
    [InlineData("a.b {", "}")]
    public void Refuses_objects_that_are_nested_too_deep(string open, string close) =>
        AssertRefused("nested deeper than 64", Nest(open, close, 65));

    [Fact]
    public void Refuses_lists_and_paths_that_are_nested_too_deep()
    {
        Assert.Equal("t:1:69: nested deeper than 64", Hocon.Error("a = " + Nest("[", "]", 65)));
        Assert.Equal("t:1:1: nested deeper than 64", Hocon.Error(Repeat("a.", 65) + "a = 1"));
    }

    [Fact]
    public void Takes_what_is_nested_as_deep_as_allowed()
    {
        Assert.False(ConfigurationFactory.ParseString(Nest("a {", "}", 64)).IsEmpty);
        Assert.False(ConfigurationFactory.ParseString("a = " + Nest("[", "]", 64)).IsEmpty);
        Assert.False(ConfigurationFactory.ParseString(Repeat("a.", 64) + "a = 1").IsEmpty);
    }

    [Fact]
    public void Refuses_a_pair_whose_path_is_too_long() =>
        Assert.Contains(
            "nested deeper than 64",
            Hocon.Error(() => ConfigurationFactory.FromPairs([new(Repeat("a.", 64) + "a", "1")], "t")),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("{{x = ${{a{0}}}}}")]
    [InlineData("[${{a{0}}}]")]
    public void Refuses_what_substitutions_nest_too_deep(string link) =>
        AssertRefused("nested deeper than 64", Chain(70, "1", link));

    [Theory]
    [InlineData("xxxxxxxxxx", "${{a{0}}}${{a{0}}}")]
    [InlineData("[1, 2, 3, 4]", "${{a{0}}} ${{a{0}}}")]
    [InlineData("{{}}", "{{x = ${{a{0}}}, y = ${{a{0}}}}}")]
    [InlineData("[]", "[${{a{0}}}, ${{a{0}}}]")]
    [InlineData("[{{x = [1]}}]", "[{{x = ${{a{0}}} ${{a{0}}}}}]")]
    public void Refuses_a_short_text_that_unfolds_into_an_endless_one(string first, string link) =>
        AssertRefused("too large", Chain(30, string.Format(CultureInfo.InvariantCulture, first), link));

    [Fact]
    public void Refuses_a_row_of_substitutions_that_is_too_long_and_takes_a_long_one()
    {
        var forward = string.Concat(Enumerable.Range(0, 1000).Select(i => $"a{i} = ${{a{i + 1}}}\n"));

        AssertRefused("more than 768 values wait", forward + "a1000 = 1");
        Assert.Equal(250, ConfigurationFactory.ParseString(Repeat("a += 1\n", 250)).GetIntList("a").Count);
    }

    [Fact]
    public void Refuses_a_join_of_more_characters_than_a_number_holds()
    {
        var text = $"a = \"{new string('x', 500_000)}\"\nb = {Repeat("${a}", 100_000)}";

        AssertRefused("too large", text);
    }

    [Fact]
    public void Refuses_mutual_substitutions_whose_tries_multiply()
    {
        var keys = Enumerable.Range(0, 12).ToList();
        var all = string.Concat(keys.Select(key => $"${{?a{key}}}"));
        var text = string.Concat(keys.Select(key => $"a{key} = {all}\n"));

        AssertRefused("too large", text);
    }

    [Fact]
    public void Refuses_a_text_or_file_over_the_size_limit()
    {
        var longest = "a = 1 #".PadRight(1024 * 1024, 'x');

        Assert.Equal(1, ConfigurationFactory.ParseString(longest).GetInt("a"));
        Assert.Equal("t: is larger than 1048576 bytes", Hocon.Error(longest + "x"));
        Assert.Equal(1, ConfigurationFactory.ParseFile(_files.Write("a", longest)).GetInt("a"));
        _files.Write("a", longest + "x");
        Assert.EndsWith("is larger than 1048576 bytes", FileError("a"), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_includes_that_are_nested_too_deep_or_too_many()
    {
        for (var i = 0; i < 20; i++)
        {
            _files.Write($"deep{i}.conf", $"include \"deep{i + 1}\"");
            var next = i == 15 ? "none" : $"fan{i + 1}";
            _files.Write($"fan{i}.conf", $"p {{ include \"{next}\" }}, q {{ include \"{next}\" }}");
        }

        Assert.Contains("nested deeper than 16 files", FileError("deep0.conf"), StringComparison.Ordinal);
        Assert.Contains("more than 256 includes", FileError("fan0.conf"), StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_a_large_file_of_dotted_keys_without_copying_it_for_each()
    {
        var text = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"a.k{i} = {i}\n"));

        Assert.Equal(49_999, ConfigurationFactory.ParseString(text).GetInt("a.k49999"));
    }

    private string FileError(string name) =>
        Hocon.Error(() => ConfigurationFactory.ParseFile(_files.PathOf(name)));

    private static void AssertRefused(string reason, string text) =>
        Assert.Contains(reason, Hocon.Error(text), StringComparison.Ordinal);

    private static string Nest(string open, string close, int depth) =>
        Repeat(open, depth) + Repeat(close, depth);

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    // a0 = first, then each key made of the one before.
    private static string Chain(int length, string first, string link) =>
        $"a0 = {first}\n" + string.Concat(Enumerable.Range(0, length).Select(i =>
            $"a{i + 1} = {string.Format(CultureInfo.InvariantCulture, link, i)}\n"));
}
