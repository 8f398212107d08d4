using Broker.Actors.Delivery;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Actors.Hub;

/// <summary>
/// What a connection is to the hub: its id, how much it may relay, and its inbox, which lives as long as the
/// connection and remembers nothing. Only clients of the hub carry one.
/// </summary>
internal sealed class HubMembership(
    ulong clientId, Outbox outbox, RelaySettings settings, TimeProvider time)
{
    private readonly RelayRate _rate = new(settings.RelaysPerSecondMax, time);
    private readonly RelayBatch _inbox = new(outbox);

    public ulong ClientId { get; } = clientId;

    public IdentifyDone Identify(IdentifyRequest request) => new(request.Id, ClientId);

    /// <summary>From here on the client reads an encoding. What waits has to be delivered before.</summary>
    public JoinHubDone Join(JoinHubRequest request, IWireEncoding encoding)
    {
        _inbox.Encoding = encoding;
        return new JoinHubDone(request.Id, ClientId);
    }

    /// <summary>How many of its contents may go now; they count as gone.</summary>
    /// <param name="relay">What the client asks for.</param>
    /// <param name="error">Why not more, if not all.</param>
    public int Admit(RelayRequest relay, out RequestError error)
    {
        error = RequestError.TooManyReceivers;
        if (relay.To.Count > settings.ReceiversMax) return 0;

        error = RequestError.TooFast;
        return _rate.Take(relay.Contents.Count);
    }

    /// <summary>Another client has relayed something to this one.</summary>
    /// <returns>True when it is the first that waits.</returns>
    public bool Add(RelayedContents contents) => _inbox.Add(contents);

    /// <summary>Puts all that waits into the outbox.</summary>
    /// <returns>False when the client is too slow for it.</returns>
    public bool Deliver() => _inbox.Offer();

    /// <summary>The connection ends.</summary>
    public void Abandon() => _inbox.Abandon();
}
