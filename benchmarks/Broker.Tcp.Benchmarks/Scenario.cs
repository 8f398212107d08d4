namespace Broker.Tcp.Benchmarks;

/// <param name="Window">Messages that may be under way to the slowest receiver.</param>
/// <param name="Burst">Messages in one send.</param>
internal sealed record Scenario(string Name, int Receivers, int BodyBytes, int Window, int Burst)
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("1 → 1, 128 B", 1, 128, Window: 8192, Burst: 64),
        new("1 → 255, 128 B", 255, 128, Window: 1024, Burst: 64),
        new("1 → 1, 128 B, 16 in flight", 1, 128, Window: 16, Burst: 1),
        new("1 → 255, 128 B, 16 in flight", 255, 128, Window: 16, Burst: 1),
        new("1 → 10, 1 MiB", 10, 1 << 20, Window: 4, Burst: 1),
    ];
}
