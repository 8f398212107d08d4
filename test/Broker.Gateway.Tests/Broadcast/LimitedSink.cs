using System.Text;
using Broker.Sockets;

namespace Broker.Gateway.Tests.Broadcast;

/// <summary>A socket that takes so many bytes.</summary>
internal sealed class LimitedSink : IByteSink
{
    public int Room { get; set; } = int.MaxValue;

    public int Writes { get; private set; }

    public string Text { get; private set; } = "";

    public int Answers => Text.Split("HTTP/1.1 204 No Content\r\n").Length - 1;

    public int TrySend(ReadOnlySpan<byte> bytes)
    {
        var sent = Math.Min(Room - Text.Length, bytes.Length);
        Text += Encoding.ASCII.GetString(bytes[..sent]);
        Writes++;
        return sent;
    }

    public ValueTask WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> pieces) =>
        throw new NotSupportedException();

    public void EndWriting() => throw new NotSupportedException();

    public void Abort() => throw new NotSupportedException();
}
