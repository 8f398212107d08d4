using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Actors.Connections;

/// <summary>What a connection tells a channel when its client publishes.</summary>
internal static class PublishMessage
{
    /// <param name="name">The client's.</param>
    /// <param name="self">The connection.</param>
    public static Publish Of(
        PublishRequest request, string name, ConnectionDependencies around, IActorRef self) =>
        new(request.Channel, name, request.Content, IsText: true)
        {
            AcceptedAt = around.Gate.Now(),
            Trace = PublishSpans.Begin(request.Channel, Protocol.Chat),
            Except = around.Settings.DeliverToSender ? null : self,
        };

    /// <summary>
    /// To a channel that is stored. The client's answer is true when the journal has it, and comes ahead of
    /// the delivery: the channel puts it into the outbox between the two.
    /// </summary>
    public static Publish Stored(
        PublishRequest request,
        string name,
        ConnectionDependencies around,
        IConnectionPort port,
        IActorRef self) =>
        Of(request, name, around, self) with
        {
            Receipt = true,
            Acknowledge = () =>
            {
                if (port.Outbox.Answer(port.Encode(new Done(request.Id))) == EnqueueResult.Refused)
                    self.Tell(new SlowConsumer(request.Channel));
            },
        };
}
