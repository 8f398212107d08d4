using System.Buffers;
using System.Buffers.Text;

namespace Broker.Gateway.Text;

/// <summary>Decimal numbers, as JSON and event streams have them.</summary>
internal static class NumberWriting
{
    private const int DigitsMax = 20;

    public static void WriteNumber(this IBufferWriter<byte> output, long value)
    {
        Utf8Formatter.TryFormat(value, output.GetSpan(DigitsMax), out var written);
        output.Advance(written);
    }
}
