using System.Runtime.InteropServices;

namespace Broker.Cluster.Leases;

/// <summary>
/// Time since the machine was started, in which it was suspended too: on Linux <c>CLOCK_BOOTTIME</c>
/// (clock_gettime(2)). A monotonic clock may stand still while a virtual machine is suspended, and a lease
/// would outlive the suspension. Elsewhere it is the monotonic clock, which is such a clock on Windows and
/// stands still on macOS.
/// </summary>
public static class BootClock
{
    private const int ClockBootTime = 7;

    public static TimeSpan Now => OperatingSystem.IsLinux() ? ReadLinux() : ReadMonotonic();

    private static TimeSpan ReadLinux()
    {
        if (GetTime(ClockBootTime, out var time) != 0)
            throw new InvalidOperationException($"clock_gettime failed: {Marshal.GetLastPInvokeError()}");

        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / 100);
    }

    private static TimeSpan ReadMonotonic() => TimeProvider.System.GetElapsedTime(0);

    [DllImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
