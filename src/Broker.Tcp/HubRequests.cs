using Broker.Actors.Connections;
using Broker.Sockets;
using Broker.Tcp.Framed;
using Broker.Tcp.Reading;
using Broker.Tcp.Relays;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Tcp;

/// <summary>Makes requests of what a client says, in its order, and tells them to its actor.</summary>
internal sealed class HubRequests(ConnectionLink link, HubPort port, HubWindow window)
{
    private RelayRun? _run;

    /// <summary>Why nothing that the client sends can be trusted any more.</summary>
    public CloseReason? Breach { get; private set; }

    /// <summary>The client speaks another protocol: no farewell means anything to it.</summary>
    public bool IsForeign { get; private set; }

    /// <summary>To be followed by <see cref="Flush"/> before the bytes of the command go.</summary>
    public void Tell(in HubCommand command)
    {
        if (command.Kind is HubCommandKind.Relay)
        {
            Relay(command);
            return;
        }

        Flush();
        var mark = MarkOf(command);
        switch (command.Kind)
        {
            case HubCommandKind.Identity: Tell(new IdentifyRequest(mark)); break;
            case HubCommandKind.List: Tell(new ListClientsRequest(mark)); break;
            case HubCommandKind.Echo: Echo(mark, command.Body); break;
            case HubCommandKind.Refused: Tell(new UnreadableRequest(mark, command.Detail!)); break;
            case HubCommandKind.Preamble: Join(command.Nonce); break;
            case HubCommandKind.Broken: Break(command.Detail!); break;
            case HubCommandKind.Foreign: End(); break;
        }
    }

    /// <summary>Relays that were kept for more of their kind go now.</summary>
    public void Flush()
    {
        if (_run is null or { IsEmpty: true }) return;

        var request = _run.Take();
        Tell(request, request.Contents.Bytes);
    }

    private void Relay(in HubCommand relay)
    {
        _run ??= new RelayRun(port.ClientId, window);
        if (_run.TryAdd(relay)) return;

        Flush();
        _run.TryAdd(relay);
    }

    private void Echo(ReadOnlyMemory<byte> mark, in HubBody body)
    {
        Tell(new EchoRequest(mark, body.ToArray()), body.Length);
        body.Collected?.Release();
    }

    // It is in already, under its id; now its inbox is to speak frames.
    private void Join(ReadOnlyMemory<byte> nonce)
    {
        port.BeginFrames(isJoining: true);
        Tell(new JoinHubRequest(nonce, port.ClientId));
    }

    // Also a preamble that cannot be read is answered as its sender would read it.
    private void Break(string detail)
    {
        port.BeginFrames(isJoining: false);
        Breach = CloseReason.ProtocolError with { Text = detail };
    }

    private void End()
    {
        IsForeign = true;
        Breach = CloseReason.ProtocolError with { Text = "HTTP and TLS are not spoken here" };
    }

    private void Tell(Request request, int bytes = 0)
    {
        if (port.IsClosing) return;

        window.Open(bytes);
        link.Tell(request);
    }

    private static ReadOnlyMemory<byte> MarkOf(in HubCommand command)
    {
        if (command.Mark == 0) return default;

        var mark = new byte[Varint.LengthOf(command.Mark)];
        Varint.Write(mark, command.Mark);
        return mark;
    }
}
