using System.Runtime.InteropServices;

namespace Broker.Gateway.Configuration;

/// <summary>
/// The directory that this process alone writes to, for as long as this is not disposed. The operating system
/// holds the lock for the open file, so that it also ends with <c>kill -9</c>.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private const string LockName = "lock";
    private const uint GroupAndOthers = 0b000_111_111;

    // flock's EWOULDBLOCK on Linux and macOS; sharing and lock violation on Windows.
    private static readonly int[] InUse = [11, 35, 32, 33];

    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream @lock) => (Path, _lock) = (path, @lock);

    public string Path { get; }

    /// <summary>
    /// Creates the directory where it is missing. It and all that this process creates from now on are for
    /// its own user alone: messages, and the hashes of passwords.
    /// </summary>
    /// <exception cref="StartupException">Another process holds it, or it cannot be written.</exception>
    public static DataDirectory Hold(string path)
    {
        try
        {
            if (!OperatingSystem.IsWindows()) _ = SetFileModeMask(GroupAndOthers);
            Directory.CreateDirectory(path);
            var file = System.IO.Path.Combine(path, LockName);
            return new DataDirectory(
                path, new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (InUse.Contains(e.HResult & 0xFFFF))
        {
            throw Unusable(path, "is in use by another process");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, $"cannot be written: {e.Message}");
        }
    }

    /// <summary>
    /// Gives the directory free. The lock's file stays: deleting it could take a successor's.
    /// </summary>
    public void Dispose() => _lock.Dispose();

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetFileModeMask(uint mask);

    private static StartupException Unusable(string path, string problem) => new(
        ExitCode.CannotStart, $"data directory '{path}' {problem} ({SettingOverride.Data.Described})");
}
