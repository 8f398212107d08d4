using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>A read of a channel's history for someone who does not subscribe.</summary>
internal sealed class ChannelReader(ReadChannel read, long id, IActorRef asker, DateTimeOffset beganAt)
{
    public long Id { get; } = id;

    public ChannelName Channel => read.Channel;

    public HistoryReading Reading { get; } = new(read.Since);

    public DateTimeOffset BeganAt { get; } = beganAt;

    /// <summary>All of it is there.</summary>
    public void Finish() => asker.Tell(
        new HistoryRead(Channel, Reading.Contents, Reading.Offset, Reading.Epoch, Reading.Continuous));

    public void Refuse(RejectReason reason) => asker.Tell(new Rejected(Channel, reason));
}
