using System.Diagnostics;

namespace Broker.Persistence.Tests.Kit;

/// <summary>A small disk in memory, which a spec can fill. It takes root and Linux.</summary>
internal static class Tmpfs
{
    /// <summary>Why there is none here; null if there is.</summary>
    public static string? Missing { get; } = TryMount();

    /// <summary>Skips the spec where that is not possible.</summary>
    public static void Mount(string directory)
    {
        Skip.If(Missing is not null, Missing);
        Assert.True(Run("mount", "-t", "tmpfs", "-o", "size=1m,nr_inodes=20", "tmpfs", directory));
    }

    /// <summary>Lets no one write to it, as Linux does after an error of a disk.</summary>
    public static void MakeReadOnly(string directory) =>
        Assert.True(Run("mount", "-o", "remount,ro", directory));

    public static void Unmount(string directory)
    {
        if (Missing is null) Run("umount", directory);
    }

    private static string? TryMount()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return "a tmpfs needs root and Linux";

        using var directory = new TemporaryDirectory();
        return Run("mount", "-t", "tmpfs", "tmpfs", directory.Path) && Run("umount", directory.Path)
            ? null
            : "a tmpfs cannot be mounted here";
    }

    private static bool Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
