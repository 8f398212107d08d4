namespace Broker.Hocon.Tests;

/// <summary>A directory of its own for one spec, gone afterwards.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("broker-hocon-").FullName;

    public string PathOf(string name) => Path.Combine(_root, name);

    /// <summary>Writes a file, with its directories, and gives its full name.</summary>
    public string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
