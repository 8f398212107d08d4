using System.Runtime.InteropServices;

namespace Broker.Journal.Files;

/// <summary>
/// Makes the names of a directory survive a loss of power. The framework cannot open a directory, and POSIX
/// promises a new file's name only after an fsync of its directory; so this calls the C library itself.
/// </summary>
internal static class DirectorySync
{
    private const string Library = "libc";

    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows()) return;

        var directory = open(path, flags: 0);
        if (directory < 0) throw Failed(path);

        try
        {
            if (fsync(directory) < 0) throw Failed(path);
        }
        finally
        {
            _ = close(directory);
        }
    }

    private static IOException Failed(string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"fsync of '{path}': {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    [DllImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fsync(int descriptor);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int close(int descriptor);
}
