namespace Broker.Journal.Files;

/// <summary>
/// A directory of the operating system. Its lock belongs to an open file, so that it also ends with
/// <c>kill -9</c>.
/// </summary>
internal sealed class DiskDirectory : IJournalDirectory
{
    private const string LockName = "lock";

    // flock's EWOULDBLOCK on Linux and macOS; sharing and lock violation on Windows.
    private static readonly int[] InUse = [11, 35, 32, 33];

    private readonly string _path;
    private readonly FileStream _lock;

    private DiskDirectory(string path, FileStream @lock) => (_path, _lock) = (path, @lock);

    /// <summary>Creates the directory where it is missing.</summary>
    /// <exception cref="JournalException">Another process holds it, or it cannot be written.</exception>
    public static DiskDirectory Hold(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            var file = Path.Combine(path, LockName);
            return new DiskDirectory(
                path, new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (InUse.Contains(e.HResult & 0xFFFF))
        {
            throw new JournalException($"The journal '{path}' is in use by another process.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"The journal '{path}' cannot be written: {e.Message}", e);
        }
    }

    public IReadOnlyList<string> Names() =>
        [.. Directory.EnumerateFiles(_path).Select(file => Path.GetFileName(file)).Where(n => n != LockName)];

    public IJournalFile Open(string name) => Open(name, FileMode.Open);

    public IJournalFile Create(string name) => Open(name, FileMode.Create);

    public void Rename(string from, string to) => File.Move(PathOf(from), PathOf(to), overwrite: true);

    public void Delete(string name) => File.Delete(PathOf(name));

    public void Sync() => DirectorySync.Flush(_path);

    public void Dispose() => _lock.Dispose();

    private DiskFile Open(string name, FileMode mode) => new(
        File.OpenHandle(PathOf(name), mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));

    private string PathOf(string name) => Path.Combine(_path, name);
}
