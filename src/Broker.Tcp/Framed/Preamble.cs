using System.Buffers;
using Broker.Tcp.Reading;

namespace Broker.Tcp.Framed;

/// <summary>
/// What opens the framed form (docs/protocol.md §6.7): a byte that begins no text, <c>HUB</c>, the version
/// and a nonce of the client's choice.
/// </summary>
internal static class Preamble
{
    public const byte FirstByte = 0x00;
    public const int NonceLength = 8;

    private const int Length = 5 + NonceLength;
    private static readonly byte[] Magic = [FirstByte, .. "HUB"u8];

    public static HubCommand Read(ref ReadOnlySequence<byte> buffer)
    {
        Span<byte> preamble = stackalloc byte[Length];
        var length = (int)Math.Min(buffer.Length, Length);
        buffer.Slice(0, length).CopyTo(preamble);

        var magic = Math.Min(length, Magic.Length);
        if (!preamble[..magic].SequenceEqual(Magic.AsSpan(0, magic)))
            return HubCommand.Break("this is no preamble of the hub's framed form");
        if (length > magic && preamble[magic] != FrameWriter.Version)
            return HubCommand.Break(
                $"version {preamble[magic]} is not spoken here, only {FrameWriter.Version}");
        if (length < Length) return HubCommand.NeedMore;

        buffer = buffer.Slice(Length);
        return new HubCommand(HubCommandKind.Preamble) { Nonce = preamble[^NonceLength..].ToArray() };
    }
}
