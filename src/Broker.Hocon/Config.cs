namespace Broker.Hocon;

/// <summary>
/// An immutable configuration: a tree of sections, read by paths such as <c>broker.hub.port</c>. Every getter
/// throws a <see cref="ConfigurationException"/> with file, line and key when the key is missing or its
/// value is of another type; with a default, a missing key and <c>null</c> give the default. Safe for all
/// threads.
/// </summary>
public sealed class Config
{
    private const string Int32 = "a whole number from -2147483648 to 2147483647";
    private const string Int64 = "a whole number from -9223372036854775808 to 9223372036854775807";

    private readonly Node.Object _tree;
    private readonly IReadOnlyList<string> _section;
    private readonly Lazy<ConfigReader> _reader;

    internal Config(Node.Object tree, IReadOnlyList<string>? section = null)
    {
        (_tree, _section) = (tree, section ?? []);
        _reader = new Lazy<ConfigReader>(() => new ConfigReader(Resolver.Resolve(_tree), _section));
    }

    public static Config Empty { get; } = new(new Node.Object(new ConfigOrigin("empty", 0, 0), []));

    public bool IsEmpty => Root.Fields.Count == 0;

    /// <summary>
    /// The names directly below this section, unquoted, in the order in which they were first set.
    /// </summary>
    public IEnumerable<string> Keys => Root.Fields.Keys;

    /// <summary>
    /// The sections directly below this one by their unquoted names; values that are not sections are
    /// left out.
    /// </summary>
    public IEnumerable<KeyValuePair<string, Config>> Sections =>
        from child in Root.Fields
        where child.Value is Node.Object
        select KeyValuePair.Create(child.Key, new Config((Node.Object)child.Value, [.. _section, child.Key]));

    /// <summary>
    /// All leaves with their origins, depth first. Paths begin at this section.
    /// </summary>
    public IEnumerable<ConfigEntry> Entries => Renderer.Leaves(Root, []);

    private Node.Object Root => Reader.Root;

    private ConfigReader Reader => _reader.Value;

    /// <summary>
    /// This configuration with everything it does not set taken from another. Substitutions look at both,
    /// so merge whole configurations: those of a section were resolved before it was taken out.
    /// </summary>
    public Config WithFallback(Config fallback)
    {
        ArgumentNullException.ThrowIfNull(fallback);
        return new Config(Merging.Merge(fallback._tree, _tree), _section);
    }

    /// <summary>Makes an unresolvable substitution throw now rather than at the first read.</summary>
    public Config Resolve()
    {
        _ = Root;
        return this;
    }

    /// <summary>True when the path is set, and not to <c>null</c>.</summary>
    public bool HasPath(string path) => Reader.Find(path) is not (null or Node.Null);

    public string GetString(string path) => Reader.Text(path);

    public string GetString(string path, string defaultValue) =>
        HasPath(path) ? GetString(path) : defaultValue;

    /// <summary><c>true</c>, <c>yes</c>, <c>on</c> or <c>false</c>, <c>no</c>, <c>off</c>.</summary>
    public bool GetBoolean(string path) =>
        Reader.Value(path, Scalars.Boolean, "true or false (yes, no, on, off)");

    public bool GetBoolean(string path, bool defaultValue) => HasPath(path) ? GetBoolean(path) : defaultValue;

    public int GetInt(string path) =>
        Reader.Value(path, Scalars.Int32, Int32);

    public int GetInt(string path, int defaultValue) => HasPath(path) ? GetInt(path) : defaultValue;

    public long GetLong(string path) =>
        Reader.Value(path, Scalars.Int64, Int64);

    public long GetLong(string path, long defaultValue) => HasPath(path) ? GetLong(path) : defaultValue;

    public double GetDouble(string path) => Reader.Value(path, Scalars.Double, "a number");

    public double GetDouble(string path, double defaultValue) =>
        HasPath(path) ? GetDouble(path) : defaultValue;

    public decimal GetDecimal(string path) => Reader.Value(path, Scalars.Decimal, "a decimal number");

    public decimal GetDecimal(string path, decimal defaultValue) =>
        HasPath(path) ? GetDecimal(path) : defaultValue;

    /// <summary>
    /// A duration such as <c>10 s</c>; milliseconds without a unit; <c>infinite</c> is
    /// <see cref="Timeout.InfiniteTimeSpan"/>. Never negative otherwise.
    /// </summary>
    public TimeSpan GetTimeSpan(string path) =>
        Reader.Value(path, Durations.Parse, "a duration (such as 200 ms, 10 s, 5 m, infinite)");

    public TimeSpan GetTimeSpan(string path, TimeSpan defaultValue) =>
        HasPath(path) ? GetTimeSpan(path) : defaultValue;

    /// <summary>A size in bytes, such as <c>1 MiB</c>, <c>64 kB</c> or <c>512</c>.</summary>
    public long GetByteSize(string path) =>
        Reader.Value(path, Sizes.Parse, "a size (such as 512, 64 kB, 1 MiB)");

    public long GetByteSize(string path, long defaultValue) =>
        HasPath(path) ? GetByteSize(path) : defaultValue;

    /// <summary>A member of an enum by its name in lower case with hyphens: <c>drop-oldest</c>.</summary>
    public T GetEnum<T>(string path)
        where T : struct, Enum => Reader.Value(path, Enums.Parse<T>, $"one of {Enums.Names<T>()}");

    public IReadOnlyList<string> GetStringList(string path) => Reader.Texts(path);

    public IReadOnlyList<string> GetStringList(string path, IReadOnlyList<string> defaultValue) =>
        HasPath(path) ? GetStringList(path) : defaultValue;

    public IReadOnlyList<int> GetIntList(string path) => Reader.Values(path, Scalars.Int32, Int32);

    public IReadOnlyList<int> GetIntList(string path, IReadOnlyList<int> defaultValue) =>
        HasPath(path) ? GetIntList(path) : defaultValue;

    /// <summary>The section at a path. Its errors still name keys from the root.</summary>
    public Config GetConfig(string path) => Reader.Section(path);

    public Config GetConfig(string path, Config defaultValue) =>
        HasPath(path) ? GetConfig(path) : defaultValue;

    /// <summary>
    /// What to throw for a value that its getter accepts and its reader does not. It names the place and
    /// the full path, and is the same type that getters throw.
    /// </summary>
    public ConfigurationException Error(string path, string problem) => Reader.Error(path, problem);

    /// <summary>All leaves as sorted lines <c>path = value</c>: HOCON for the same configuration.</summary>
    public string Render() =>
        string.Concat(Entries.OrderBy(entry => entry.Path, StringComparer.Ordinal).Select(e => $"{e}\n"));

    public override string ToString() => Render();
}
