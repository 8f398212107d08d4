using Broker.Actors.Hub;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Actors.Connections;

/// <summary>
/// What a connection tells a channel to join it. The channel puts the answer into the outbox, so that no
/// delivery overtakes it.
/// </summary>
internal static class SubscribeMessage
{
    public static Subscribe Of(SubscribeRequest request, IConnectionPort port, IActorRef self) =>
        new(request.Channel, self, port.Outbox, port.Encoding)
        {
            Since = request.Since,
            Greeting = subscribed => port.Encode(new SubscribeDone(request.Id, subscribed)),
        };

    public static Subscribe ToInbox(Request request, ulong clientId, IConnectionPort port, IActorRef self) =>
        new(HubReceivers.InboxOf(clientId), self, port.Outbox, port.Encoding)
        {
            Greeting = _ => port.Encode(new JoinHubDone(request.Id, clientId)),
        };
}
