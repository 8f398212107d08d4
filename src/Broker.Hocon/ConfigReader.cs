namespace Broker.Hocon;

/// <summary>
/// Finds and converts values in a resolved tree. <paramref name="section"/> is where the tree stands in
/// the whole configuration, so that errors can name full paths.
/// </summary>
internal sealed class ConfigReader(Node.Object root, IReadOnlyList<string> section)
{
    public Node.Object Root => root;

    /// <summary>The value at a path, <c>null</c> included; null when nothing is set there.</summary>
    public Node? Find(string path) => Find(Elements(path), out _);

    public string Text(string path) =>
        Existing(path) is Node.Scalar s ? s.Text : throw Mismatch(path, "a text");

    public T Value<T>(string path, Func<string, T?> parse, string expected)
        where T : struct =>
        Existing(path) is Node.Scalar s && parse(s.Text) is { } value
            ? value
            : throw Mismatch(path, expected);

    public IReadOnlyList<string> Texts(string path) =>
        [.. Items(path).Select(item => (item as Node.Scalar)?.Text ?? throw Mismatch(path, item, "a text"))];

    public IReadOnlyList<T> Values<T>(string path, Func<string, T?> parse, string expected)
        where T : struct =>
        [.. Items(path).Select(item => item is Node.Scalar s && parse(s.Text) is { } value
            ? value
            : throw Mismatch(path, item, expected))];

    public Config Section(string path) =>
        Existing(path) is Node.Object o ? new Config(o, FullPath(path)) : throw Mismatch(path, "a section");

    public ConfigurationException Error(string path, string problem) =>
        new(Existing(path).Origin, ConfigPath.Render(FullPath(path)), problem);

    public IReadOnlyList<string> FullPath(string path) => [.. section, .. Elements(path)];

    private IReadOnlyList<Node> Items(string path) =>
        Existing(path) is Node.List list ? list.Items : throw Mismatch(path, "a list");

    private Node Existing(string path) =>
        Find(Elements(path), out var parent)
        ?? throw new ConfigurationException(parent.Origin, ConfigPath.Render(FullPath(path)), "is missing");

    // When nothing is there, the innermost section that is there says where the key belongs.
    private Node? Find(List<string> path, out Node.Object parent)
    {
        parent = root;
        Node value = root;
        foreach (var key in path)
        {
            if (value is not Node.Object o) return null;

            parent = o;
            if (!o.Fields.TryGetValue(key, out value!)) return null;
        }

        return value;
    }

    private ConfigurationException Mismatch(string path, string expected) =>
        Mismatch(path, Existing(path), expected);

    private ConfigurationException Mismatch(string path, Node value, string expected)
    {
        var found = value switch
        {
            Node.Scalar s => $"'{s.Text}'",
            Node.Null => "null",
            Node.List => "a list",
            _ => "a section",
        };
        return new(value.Origin, ConfigPath.Render(FullPath(path)), $"{found} is not {expected}");
    }

    private static List<string> Elements(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ConfigPath.Parse(path, $"path '{path}'");
    }
}
