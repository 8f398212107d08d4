using Broker.Actors.Channels;
using Broker.Actors.Telemetry;
using Broker.Actors.Tests.Telemetry;

namespace Broker.Actors.Tests.Channels;

public class PeerWindowsSpec : TestKit
{
    private readonly PeerWindows _channels = new(bytesMax: 10);
    private readonly PeerWindows _relays = new(bytesMax: 10);

    [Fact]
    public void Tells_what_is_on_its_way_to_the_node_that_has_most()
    {
        var (one, other) = (CreateTestProbe().Ref, CreateTestProbe().Ref);
        Assert.Equal(0, _channels.Largest);
        Assert.True(_channels.TryEnter(one, 7));
        Assert.True(_channels.TryEnter(other, 2));
        Assert.Equal(7, _channels.Largest);

        _channels.Forget(one);
        Assert.Equal(2, _channels.Largest);
    }

    [Fact]
    public void Counts_what_did_not_fit()
    {
        Assert.True(_channels.TryEnter(TestActor, 8));
        Assert.Equal(0, _channels.Refusals);
        Assert.False(_channels.TryEnter(TestActor, 3));

        Assert.Equal((8, 1), (_channels.Largest, _channels.Refusals));
    }

    [Fact]
    public void Metrics_show_both_windows()
    {
        using var metrics = new BrokerMetrics(TimeProvider.System);
        metrics.Node.ObserveWindows(_channels, _relays);
        using var sizes = new Measurements("broker.window.size", metrics);
        using var refusals = new Measurements("broker.window.refusals", metrics);
        Assert.True(_relays.TryEnter(TestActor, 8));
        Assert.False(_relays.TryEnter(TestActor, 3));

        Assert.Equal([0.0, 8], sizes.Read());
        Assert.Equal([0.0, 1], refusals.Read());
    }
}
