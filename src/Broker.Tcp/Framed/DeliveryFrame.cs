namespace Broker.Tcp.Framed;

/// <summary>
/// <c>DELIVERY sender body</c>: the one frame whose header is written in front of a body that lies in its
/// final place already.
/// </summary>
internal static class DeliveryFrame
{
    /// <summary>Longest header: a length of 32 bits, the type, a sender of 64 bits.</summary>
    public const int HeaderLengthMax = 5 + 1 + Varint.LengthMax;

    public static int HeaderLength(ulong sender, int bodyLength)
    {
        var rest = 1 + Varint.LengthOf(sender);
        return Varint.LengthOf((ulong)(rest + bodyLength)) + rest;
    }

    /// <returns>How many bytes were written.</returns>
    public static int WriteHeader(Span<byte> destination, ulong sender, int bodyLength)
    {
        var rest = 1 + Varint.LengthOf(sender);
        var at = Varint.Write(destination, (ulong)(rest + bodyLength));
        destination[at++] = (byte)FrameType.Delivery;
        return at + Varint.Write(destination[at..], sender);
    }
}
