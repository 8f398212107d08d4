namespace Broker.Gateway.Configuration;

/// <summary>
/// Bounds of waits. None can be switched off: a wait without an end is a way to hold the server.
/// </summary>
internal static class TimeBounds
{
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);
}
