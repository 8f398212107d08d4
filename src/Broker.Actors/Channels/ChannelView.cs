using Broker.Actors.Delivery;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// What a channel shows of itself at one moment: its place, and what it remembers before that.
/// </summary>
internal readonly struct ChannelView(ChannelName name, ChannelRetention memory, long offset, string epoch)
{
    /// <summary>Lets a subscriber in: its greeting, then what it has missed.</summary>
    /// <param name="subscribers">How many there are, this one included.</param>
    public Subscribed Welcome(Subscribe to, int subscribers, FanOut fanOut)
    {
        var subscribed = new Subscribed(name, subscribers, offset, epoch)
        {
            Continuous = to.Since is null || memory.IsContinuous(to.Since, offset, epoch),
        };
        fanOut.Welcome(to, subscribed, to.Since is { } since ? memory.Missed(since, offset, epoch) : []);
        return subscribed;
    }

    public HistoryRead Read(StreamPosition since) => new(
        name, memory.Missed(since, offset, epoch), offset, epoch,
        memory.IsContinuous(since, offset, epoch));
}
