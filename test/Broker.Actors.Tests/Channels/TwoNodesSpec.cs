using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>
/// Whatever is lost or doubled between two nodes, each publication arrives once and in order.
/// </summary>
public class TwoNodesSpec : TwoNodesStage
{
    [Fact]
    public async Task A_batch_that_is_lost_in_mid_stream_comes_again()
    {
        var bob = await Subscriber(Second);
        await Publish(First, "a").Result;
        Lose<Batch>();
        await Publish(First, "b").Result;
        await Publish(First, "c").Result;

        await AllHave(["a", "b", "c"], bob);
        Assert.Contains(Crossed, message => message is Have { Offset: 1 });
    }

    [Fact]
    public async Task A_batch_that_is_lost_as_the_last_one_comes_again()
    {
        var bob = await Subscriber(Second);
        await Publish(First, "a").Result;
        Lose<Batch>();
        await Publish(First, "b").Result;

        await AllHave(["a", "b"], bob);
        Assert.Contains(Crossed, message => message is Head);
    }

    [Fact]
    public async Task A_confirmation_that_is_lost_is_asked_for()
    {
        var bob = await Subscriber(Second);
        Lose<Confirm>();
        await Publish(First, "a").Result;
        await AwaitAssertAsync(() => Assert.Contains(Crossed, message => message is Confirmed { Offset: 1 }));
        await Publish(First, "b").Result;

        await AllHave(["a", "b"], bob);
    }

    [Fact]
    public async Task A_batch_that_is_lost_on_the_way_to_its_home_is_repeated()
    {
        var (alice, bob) = (await Subscriber(First), await Subscriber(Second));
        Lose<PublishBatch>();

        Assert.Equal(1, (await Publish(Second, "a").Result).Offset);
        await AllHave(["a"], alice, bob);
    }

    [Fact]
    public async Task Results_that_are_lost_are_asked_for_and_nothing_is_accepted_twice()
    {
        var alice = await Subscriber(First);
        Lose<PublishResults>();

        Assert.Equal(1, (await Publish(Second, "a").Result).Offset);
        await AllHave(["a"], alice);
    }

    [Fact]
    public async Task Results_and_contents_that_are_lost_together_come_again_each()
    {
        var (alice, bob) = (await Subscriber(First), await Subscriber(Second));
        Lose<Batch>();
        var answer = Publish(Second, "a");
        Assert.Equal(1, (await answer.Result).Offset);
        await Publish(Second, "b").Result;

        await AllHave(["a", "b"], alice, bob);
        Assert.Equal(1, answer.Count);
    }

    [Fact]
    public async Task A_batch_that_comes_twice_at_its_home_is_accepted_once()
    {
        var (alice, bob) = (await Subscriber(First), await Subscriber(Second));
        Double<PublishBatch>();
        var answer = Publish(Second, "a");
        Assert.Equal(1, (await answer.Result).Offset);
        Assert.Equal(2, (await Publish(Second, "b").Result).Offset);

        await AllHave(["a", "b"], alice, bob);
        Assert.Equal(1, answer.Count);
    }

    [Fact]
    public async Task A_batch_that_comes_twice_at_a_node_is_handed_over_once()
    {
        var bob = await Subscriber(Second);
        Double<Batch>();
        await Publish(First, "a").Result;
        await Publish(First, "b").Result;

        await AllHave(["a", "b"], bob);
    }

    [Fact]
    public async Task A_request_that_is_lost_and_one_whose_answer_is_lost_are_repeated()
    {
        Lose<Attach>();
        Lose<Attached>();
        Lose<Count>();
        Lose<Counted>();
        var (bob, carol) = (await Subscriber(Second), await Subscriber(Second));
        Assert.Equal(2, (await Publish(First, "a").Result).Receivers);

        await AllHave(["a"], bob, carol);
    }

    [Fact]
    public async Task A_node_whose_word_that_it_leaves_is_lost_says_it_again()
    {
        var bob = await Subscriber(Second);
        Lose<Detach>();
        Second.LocalChannels.Tell(new Unsubscribe(News, bob.Ref), bob.Ref);
        await bob.Probe.ExpectMsgAsync<Unsubscribed>();
        Assert.Equal(1, (await Publish(First, "a").Result).Receivers);

        await AwaitAssertAsync(() => Assert.Equal(2, Crossed.Count(message => message is Detach)));
        Assert.Equal(0, (await Publish(First, "b").Result).Receivers);
        await AllHave([]);
    }

    [Fact]
    public async Task The_last_subscriber_that_leaves_meets_a_batch_with_results_and_nothing_is_unanswered()
    {
        for (var round = 1; round <= 20; round++)
        {
            var bob = await Subscriber(Second);
            var answer = Publish(Second, $"{round}");
            Second.LocalChannels.Tell(new Unsubscribe(News, bob.Ref), bob.Ref);
            await bob.Probe.ExpectMsgAsync<Unsubscribed>();

            Assert.Equal(round, (await answer.Result).Offset);
            await AllHave([]);
        }
    }

    [Fact]
    public async Task A_home_that_fails_has_a_successor_and_no_publication_has_two_places()
    {
        var (alice, bob) = (await Subscriber(First), await Subscriber(Second));
        await Publish(Second, "a").Result;
        await AllHave(["a"], alice, bob);
        Weather = message => message is PublishResults or Batch { Results.Length: > 0 } ? 0 : 1;
        var lost = Publish(Second, "b");
        await AwaitAssertAsync(() => Assert.Contains("b", alice.Received));
        var home = Watch(((IInternalActorRef)First.Homes).GetChild(["news"]));
        Sys.Stop(home);
        await ExpectTerminatedAsync(home);
        Weather = null;

        Assert.Equal(RejectReason.UnknownFate, (await lost.Result).Reason);
        Assert.True((await Publish(Second, "c").Result).IsAccepted);
        await AwaitAssertAsync(() => Assert.Equal(["a", "b", "c"], alice.Received[1..]));
        await AwaitAssertAsync(() => Assert.Equal("c", bob.Received[^1]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task In_any_weather_all_see_one_order_and_each_publisher_is_told_the_truth(int seed)
    {
        var random = new Random(seed);
        Weather = _ =>
        {
            lock (random) return random.Next(10) switch { < 2 => 0, < 3 => 2, _ => 1 };
        };
        var (alice, bob) = (await Subscriber(First), await Subscriber(Second));
        var answers = new List<(string Content, SpecAnswer Answer)>();
        for (var i = 0; i < 200; i++)
        {
            var (node, content) = i % 2 == 0 ? (First, $"f{i}") : (Second, $"s{i}");
            answers.Add((content, Publish(node, content)));
            if (i % 20 == 0) await Task.WhenAny(answers[^1].Answer.Result);
        }
        foreach (var (_, answer) in answers) await answer.Result;
        Weather = null;

        await AwaitAssertAsync(() => Assert.Equal(alice.Received[1..], bob.Received[1..]));
        var received = alice.Received[1..];
        Assert.Distinct(received);
        foreach (var (content, answer) in answers)
        {
            Assert.Equal(1, answer.Count);
            var result = await answer.Result;
            if (result.IsAccepted) Assert.Equal(content, received[result.Offset - 1]);
        }
        await AllHave(received, alice, bob);
    }
}
