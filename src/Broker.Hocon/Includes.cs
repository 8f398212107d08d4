namespace Broker.Hocon;

/// <summary>
/// The files of one configuration: opens what an include names, relative to the file that includes it, and
/// knows which files are open so that a circle is an error and not an endless loop.
/// </summary>
internal sealed class Includes
{
    private readonly Stack<string> _open = new();
    private int _read;

    /// <summary>The tree of a file, below the path where it is included.</summary>
    public Node.Object ParseFile(string file, IReadOnlyList<string> includedAt, ConfigOrigin origin)
    {
        var fullName = Path.GetFullPath(file);
        if (_open.Contains(fullName)) throw Error(origin, $"'{file}' includes itself");
        if (_open.Count >= Limits.IncludeDepthMax)
        {
            throw Error(origin, $"includes are nested deeper than {Limits.IncludeDepthMax} files");
        }

        if (++_read > Limits.IncludesMax) throw Error(origin, $"more than {Limits.IncludesMax} includes");

        _open.Push(fullName);
        var parser = new Parser(ReadFile(file, origin), file, this)
        {
            Directory = Path.GetDirectoryName(file) ?? "",
            IncludedAt = includedAt,
        };
        var tree = parser.Parse();
        _open.Pop();
        return tree;
    }

    /// <summary>
    /// The file an include means, or null when there is none. A name without extension also finds the
    /// same name with <c>.conf</c>.
    /// </summary>
    public static string? Find(string directory, string name, ConfigOrigin origin)
    {
        if (name.Contains('\0')) throw Error(origin, "a file name cannot hold \\u0000");

        var file = Path.Combine(directory, name);
        if (File.Exists(file)) return file;
        return !Path.HasExtension(name) && File.Exists(file + ".conf") ? file + ".conf" : null;
    }

    private static string ReadFile(string file, ConfigOrigin origin)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return SourceText.Read(stream, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error(origin, $"'{file}' cannot be read: {e.Message}");
        }
    }

    private static ConfigurationException Error(ConfigOrigin origin, string problem) =>
        new(origin, problem);
}
