using System.Text;

namespace Broker.Gateway.Broadcast;

/// <summary>
/// The answer to a plain publish, byte for byte what HTTP would write, ready-made as often as one write may
/// need it. It is made anew each second, for its date. Safe from any thread.
/// </summary>
internal sealed class PublishAnswers(TimeProvider time)
{
    /// <summary>How many answers one write can have.</summary>
    public const int CountMax = 32;

    private Row _row = new(Second: -1, [], Length: 0);

    public ReadOnlySpan<byte> Of(int count)
    {
        var row = Volatile.Read(ref _row);
        var second = time.GetUtcNow().Ticks / TimeSpan.TicksPerSecond;
        // Two threads may both make one; both are right.
        if (row.Second != second) Volatile.Write(ref _row, row = RowOf(second));
        return row.Bytes.AsSpan(0, count * row.Length);
    }

    // RFC 9110 §6.6.1: the date, since there is a clock.
    private static Row RowOf(long second)
    {
        var date = new DateTime(second * TimeSpan.TicksPerSecond, DateTimeKind.Utc);
        var one = $"HTTP/1.1 204 No Content\r\nDate: {date:R}\r\n\r\n";
        var all = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(one, CountMax)));
        return new Row(second, all, one.Length);
    }

    private sealed record Row(long Second, byte[] Bytes, int Length);
}
