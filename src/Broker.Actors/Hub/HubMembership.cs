using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Actors.Hub;

/// <summary>
/// What a connection is to the hub: its id, and how much it may relay. Only clients of the hub carry one.
/// </summary>
internal sealed class HubMembership(ulong clientId, RelaySettings settings, TimeProvider time)
{
    private readonly RelayRate _rate = new(settings.RelaysPerSecondMax, time);

    public ulong ClientId { get; } = clientId;

    public IdentifyDone Identify(IdentifyRequest request) => new(request.Id, ClientId);

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
}
