using System.Text;

namespace Broker.Tcp.Benchmarks;

/// <summary>nats-server: one subject with as many subscribers as the relay has receivers.</summary>
internal sealed class NatsPeer(int port, int processId) : IPeer
{
    private const string Subject = "b";

    public string Name => "nats";

    public int Port => port;

    public int ProcessId => processId;

    public ulong Join(Wire wire, bool isReceiver)
    {
        wire.ReceiveLine();
        var subscribe = isReceiver ? $"SUB {Subject} 1\r\n" : "";
        wire.Send(Encoding.ASCII.GetBytes(
            $"CONNECT {{\"verbose\":false,\"pedantic\":false}}\r\n{subscribe}PING\r\n"));
        if (wire.ReceiveLine() is not "PONG" and var line) throw new InvalidDataException(line);
        return 0;
    }

    public byte[] Message(IReadOnlyCollection<ulong> receivers, byte[] body, bool isFirst) =>
        [.. Encoding.ASCII.GetBytes($"PUB {Subject} {body.Length}\r\n"), .. body, .. "\r\n"u8];

    public int DeliveryBytes(ulong sender, int bodyBytes) =>
        $"MSG {Subject} 1 {bodyBytes}\r\n".Length + bodyBytes + "\r\n".Length;
}
