using System.Buffers;

namespace Broker.Gateway.Text;

/// <summary>Times as JSON has them: ISO 8601, in UTC and with its offset.</summary>
internal static class TimeWriting
{
    // 2026-11-21T12:42:01.1234567+00:00
    private const int LengthMax = 33;

    public static void WriteTime(this IBufferWriter<byte> output, DateTimeOffset time)
    {
        time.ToUniversalTime().TryFormat(output.GetSpan(LengthMax), out var length, "O");
        output.Advance(length);
    }
}
