using System.Globalization;
using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Broker.Actors.Configuration;

/// <summary>
/// Reads the settings of one section strictly, since Akka.NET's getters answer a default for a missing key.
/// Each getter throws a <see cref="ConfigurationException"/> that begins with the place and the full key.
/// </summary>
public sealed class SettingReader
{
    private readonly LayeredConfig _config;
    private readonly HoconObject _section;
    private readonly IReadOnlyList<string> _path;
    private readonly SettingReader? _fallback;

    internal SettingReader(
        LayeredConfig config,
        HoconObject section,
        IReadOnlyList<string> path,
        SettingReader? fallback = null) =>
        (_config, _section, _path, _fallback) = (config, section, path, fallback);

    /// <summary>Every section directly below this one by its name; a value there is an error.</summary>
    public IEnumerable<KeyValuePair<string, SettingReader>> Sections =>
        _section.Items.Keys.Select(name => KeyValuePair.Create(name, Child(name)));

    /// <summary>This with what it does not set taken from another section.</summary>
    public SettingReader WithFallback(SettingReader fallback) => new(_config, _section, _path, fallback);

    /// <summary>The section at a dotted path below this one.</summary>
    public SettingReader GetSection(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Split('.', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(this, (section, name) => section.Child(name));
    }

    public string GetString(string key) => Content(key) as string ?? throw Mismatch(key, "a text");

    /// <summary><c>on</c> or <c>true</c>, <c>off</c> or <c>false</c>.</summary>
    public bool GetBoolean(string key) => Content(key) switch
    {
        "on" or "true" => true,
        "off" or "false" => false,
        _ => throw Mismatch(key, "on, off, true or false"),
    };

    /// <summary>A whole number, both bounds allowed.</summary>
    public int GetInt(string key, int min, int max) => Within(
        key, Number(Content(key)) ?? throw Mismatch(key, $"a whole number from {min} to {max}"),
        min, max, Quantity.Show);

    /// <summary>A finite number, both bounds allowed.</summary>
    public double GetDouble(string key, double min, double max) =>
        double.TryParse(
            Content(key) as string, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? Within(key, value, min, max, Quantity.Show)
            : throw Mismatch(key, "a number");

    /// <summary>A size in bytes such as <c>64KiB</c>, both bounds allowed.</summary>
    public long GetByteSize(string key, long min, long max) => Within(
        key,
        Quantity.Size(Content(key)) ?? throw Mismatch(key, "a size (such as 512, 64kB, 1MiB)"),
        min, max, Quantity.Show);

    /// <summary>A duration such as <c>10s</c>, in milliseconds without a unit, both bounds allowed.</summary>
    public TimeSpan GetTimeSpan(string key, TimeSpan min, TimeSpan max) => Within(
        key,
        Quantity.Duration(Content(key)) ?? throw Mismatch(key, "a duration (such as 200ms, 10s, 5m)"),
        min, max, Quantity.Show);

    /// <summary>A member of an enum by its name in lower case with hyphens: <c>drop-oldest</c>.</summary>
    public T GetEnum<T>(string key)
        where T : struct, Enum
    {
        var names = Enum.GetValues<T>().ToDictionary(value => Hyphenated(value.ToString()));
        return Content(key) is string text && names.TryGetValue(text, out var value)
            ? value
            : throw Mismatch(key, $"one of {string.Join(", ", names.Keys)}");
    }

    public IReadOnlyList<string> GetStringList(string key) => GetList(key, item => item as string, "a text");

    /// <summary>What to throw for a value that its getter accepts and its reader does not.</summary>
    public ConfigurationException Error(string key, string problem)
    {
        ArgumentNullException.ThrowIfNull(key);
        var (_, owner) = Find(key);
        string[] path = [.. owner._path, .. key.Split('.')];
        return new ConfigurationException($"{_config.OriginOf(path)}: {HoconText.Path(path)}: {problem}");
    }

    private object? Content(string key) =>
        Find(key).Value is { } value ? HoconContent.Of(value) : throw Error(key, "is missing");

    private (HoconValue? Value, SettingReader Owner) Find(string key)
    {
        var names = key.Split('.');
        var section = names.SkipLast(1).Aggregate(_section, (outer, name) =>
            outer.GetKey(name) is { } inner && HoconContent.Of(inner) is HoconObject found ? found : new());
        var value = section.GetKey(names[^1]);
        return value is null && _fallback is not null ? _fallback.Find(key) : (value, this);
    }

    private SettingReader Child(string name)
    {
        string[] path = [.. _path, name];
        return _section.GetKey(name) is { } value && HoconContent.Of(value) is HoconObject section
            ? new SettingReader(_config, section, path)
            : throw new ConfigurationException(
                $"{_config.OriginOf(path)}: {HoconText.Path(path)}: is a value, not a section");
    }

    private IReadOnlyList<T> GetList<T>(string key, Func<object?, T?> read, string expected)
    {
        if (Content(key) is not HoconArray items) throw Mismatch(key, "a list");
        return [.. items.Select(item => HoconContent.Of(item)).Select(item =>
            read(item) ?? throw Error(key, $"{HoconContent.Describe(item)} is not {expected}"))];
    }

    private T Within<T>(string key, T value, T min, T max, Func<T, string> show)
        where T : IComparable<T> =>
        value.CompareTo(min) >= 0 && value.CompareTo(max) <= 0
            ? value
            : throw Mismatch(key, $"from {show(min)} to {show(max)}");

    private ConfigurationException Mismatch(string key, string expected) =>
        Error(key, $"{HoconContent.Describe(Content(key))} is not {expected}");

    private static int? Number(object? content) =>
        int.TryParse(
            content as string, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    private static string Hyphenated(string name) => string.Concat(name.Select((c, index) =>
        (char.IsAsciiLetterUpper(c) && index > 0 ? "-" : "") + char.ToLowerInvariant(c)));
}
