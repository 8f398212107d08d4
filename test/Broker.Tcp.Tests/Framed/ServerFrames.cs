using System.Text;

namespace Broker.Tcp.Tests.Framed;

/// <summary>
/// A client's side of the framed form, written from docs/protocol.md §6.9 and not from the server's code: one
/// line of text for each frame.
/// </summary>
internal sealed class ServerFrames(byte[] bytes)
{
    private int _at;

    public static IReadOnlyList<string> Of(ReadOnlySpan<byte> bytes)
    {
        var frames = new ServerFrames(bytes.ToArray());
        var shown = new List<string>();
        while (frames._at < bytes.Length) shown.Add(frames.Next());
        return shown;
    }

    private string Next()
    {
        var length = (int)Number();
        var end = _at + length;
        var type = bytes[_at++];
        var shown = type switch
        {
            0x80 => $"HELLO {Convert.ToHexString(Take(8))} version {Take(1)[0]} id {Number()}",
            0x81 => $"IDENTITY {Number()} id {Number()}",
            0x82 => $"LIST {Number()} ids {Ids()}",
            0x83 => $"ECHO {Number()} {Rest(end)}",
            0x84 => $"RECEIPT {Number()} receivers {Number()}",
            0x85 => $"DELIVERY from {Number()} {Rest(end)}",
            0x8E => $"ERROR {Number()} code {Number()} {Rest(end)}",
            0x8F => $"GOODBYE code {Number()} {Rest(end)}",
            0x90 => $"PUBLICATION {Counted()} {Counted()} {Rest(end)}",
            _ => throw new InvalidOperationException($"There is no frame type {type}."),
        };
        Assert.Equal(end, _at);
        return shown;
    }

    private ulong Number()
    {
        var (value, shift) = (0UL, 0);
        byte b;
        do
        {
            b = bytes[_at++];
            value |= (ulong)(b & 0x7F) << shift;
            shift += 7;
        }
        while (b >= 0x80);
        return value;
    }

    private string Ids()
    {
        var (count, id) = (Number(), 0UL);
        var ids = new List<ulong>();
        for (ulong i = 0; i < count; i++) ids.Add(id += Number());
        return string.Join(",", ids);
    }

    private string Counted()
    {
        var length = (int)Number();
        return Rest(_at + length);
    }

    private byte[] Take(int length) => bytes[_at..(_at += length)];

    private string Rest(int end)
    {
        var text = Take(end - _at);
        return Encoding.Latin1.GetString(text);
    }
}
