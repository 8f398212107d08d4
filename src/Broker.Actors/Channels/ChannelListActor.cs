using Broker.Actors.Telemetry;
using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// Lists the channels of all nodes: it tells the others which of them have subscribers here, and is told by
/// them. It lives as long as the process, and a restart loses nothing of the list.
/// </summary>
public sealed class ChannelListActor : UntypedActor, IWithTimers
{
    private readonly ChannelListing _listing;
    private readonly BrokerMetrics _metrics;

    public ChannelListActor(ChannelListing listing, BrokerMetrics metrics) =>
        (_listing, _metrics) = (listing, metrics);

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(BrokerMetrics metrics, TimeProvider time)
    {
        var listing = new ChannelListing(time);
        return Props.Create(() => new ChannelListActor(listing, metrics));
    }

    protected override void PreStart() => _listing.Rows.Start(Self, Timers);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Occupied m: _listing.Add(m.Channel); Count(); break;
            case Vacated m: _listing.Remove(m.Channel); Count(); break;
            case ListChannels: Sender.Tell(new ChannelList(_listing.Names)); break;
            case CountChannels: Sender.Tell(new ChannelCount(_listing.OwnCount, _listing.Count)); break;
            case var _ when _listing.Rows.Receive(message): break;
            default: Unhandled(message); break;
        }
    }

    private void Count() => _metrics.Channels = _listing.OwnCount;
}
