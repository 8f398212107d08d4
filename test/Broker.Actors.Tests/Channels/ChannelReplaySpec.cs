using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

public class ChannelReplaySpec : ChannelStage
{
    private const string Kind = "kinds.news { pattern = news, history-size-max = 2, history-age-max = 1m }";

    public ChannelReplaySpec() => Start($"idempotency-window = 10m, {Kind}");

    [Fact]
    public async Task Who_resumes_gets_what_it_missed_and_then_goes_live_without_a_gap_or_a_double()
    {
        await Subscriber();
        var bob = Listener();
        Together(
            Publish("a"), Publish("b"), bob.Greeted(new StreamPosition(1, null)), Publish("c"), Publish("d"));
        await ExpectMsgAsync<Subscribed>();
        await Settled();

        Assert.Equal(["hello 2 2 continuous", "b", "c", "d"], bob.Lines);
    }

    [Fact]
    public async Task Who_resumes_behind_what_is_kept_gets_what_is_kept_and_is_told_of_the_gap()
    {
        var epoch = (await Published("a")).Epoch;
        foreach (var content in (string[])["b", "c", "d"]) await Published(content);
        var bob = Listener();

        Assert.False((await Ask<Subscribed>(bob.Greeted(new StreamPosition(1, epoch)))).Continuous);
        Assert.Equal(["hello 1 4 gap", "c", "d"], bob.Lines);
    }

    [Fact]
    public async Task Who_comes_from_another_epoch_gets_all_that_is_kept_and_is_told_of_the_gap()
    {
        await Published("a");
        await Published("b");
        var bob = Listener();
        await Ask<Subscribed>(bob.Greeted(new StreamPosition(2, "another")));

        Assert.Equal(["hello 1 2 gap", "a", "b"], bob.Lines);
    }

    [Fact]
    public async Task Who_does_not_ask_gets_nothing_old()
    {
        await Published("a");
        var bob = await Subscriber();

        Assert.Empty(bob.Lines);
    }

    [Fact]
    public async Task History_outlives_the_last_subscriber_until_it_is_too_old()
    {
        var alice = await Subscriber();
        await Published("a");
        await Ask<Unsubscribed>(new Unsubscribe(News, alice.Ref));
        await Registry.ExpectMsgAsync<ChannelOccupied>();
        await Registry.ExpectMsgAsync(new ChannelVacant(News, KeepsState: true));

        Channel.Tell(StopIfEmpty.Instance, Registry.Ref);
        await Registry.ExpectMsgAsync<ChannelInUse>();

        await Pass(TimeSpan.FromMinutes(1));
        await Registry.ExpectMsgAsync(new ChannelVacant(News, KeepsState: false));
        Watch(Channel);
        Channel.Tell(StopIfEmpty.Instance, Registry.Ref);
        await ExpectTerminatedAsync(Channel);
    }

    [Fact]
    public async Task Each_publication_is_forgotten_at_its_own_age()
    {
        await Published("a");
        await Pass(TimeSpan.FromSeconds(40));
        await Published("b");
        await Pass(TimeSpan.FromSeconds(20));

        Assert.Equal(["b"], await Replayed());
    }

    [Fact]
    public async Task History_is_forgotten_in_time_while_an_older_key_is_still_remembered()
    {
        await Published("a", key: "k");
        await Pass(TimeSpan.FromMinutes(1));
        await Published("b");
        await Pass(TimeSpan.FromMinutes(1));

        Assert.Empty(await Replayed());
    }

    private async Task<string[]> Replayed()
    {
        var bob = Listener();
        await Ask<Subscribed>(bob.Subscribe(new StreamPosition(0, null)));
        return bob.Lines;
    }
}
