namespace Broker.KernelTests.Conformance;

public class EventStreamSpec : TestKit
{
    private readonly TestProbe _probe;

    public EventStreamSpec() => _probe = CreateTestProbe();

    [Fact]
    public async Task A_subscriber_gets_what_is_published()
    {
        Sys.EventStream.Subscribe(_probe, typeof(Ship));
        Sys.EventStream.Publish(new Ship("Vasa"));
        await _probe.ExpectMsgAsync(new Ship("Vasa"));
    }

    [Fact]
    public async Task A_subscriber_of_a_type_gets_its_subtypes_but_nothing_else()
    {
        Sys.EventStream.Subscribe(_probe, typeof(Ship));
        Sys.EventStream.Publish("not a ship");
        Sys.EventStream.Publish(new Steamer("Titanic"));
        await _probe.ExpectMsgAsync(new Steamer("Titanic"));
    }

    [Fact]
    public async Task A_subscriber_of_an_interface_gets_what_has_it()
    {
        Sys.EventStream.Subscribe(_probe, typeof(IVessel));
        Sys.EventStream.Publish(new Ship("Vasa"));
        await _probe.ExpectMsgAsync(new Ship("Vasa"));
    }

    [Fact]
    public async Task A_subscriber_of_two_types_gets_an_event_that_is_both_once()
    {
        Sys.EventStream.Subscribe(_probe, typeof(Ship));
        Sys.EventStream.Subscribe(_probe, typeof(Steamer));
        Sys.EventStream.Publish(new Steamer("Titanic"));
        await _probe.ExpectMsgAsync(new Steamer("Titanic"));
        await _probe.ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public void Subscribing_twice_is_subscribing_once()
    {
        Assert.True(Sys.EventStream.Subscribe(_probe, typeof(Ship)));
        Assert.False(Sys.EventStream.Subscribe(_probe, typeof(Ship)));
    }

    [Fact]
    public async Task After_unsubscribing_nothing_comes()
    {
        Sys.EventStream.Subscribe(_probe, typeof(Ship));
        Assert.True(Sys.EventStream.Unsubscribe(_probe, typeof(Ship)));
        Sys.EventStream.Publish(new Ship("Vasa"));
        await _probe.ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task Unsubscribing_from_all_leaves_none()
    {
        Sys.EventStream.Subscribe(_probe, typeof(Ship));
        Sys.EventStream.Subscribe(_probe, typeof(string));
        Assert.True(Sys.EventStream.Unsubscribe(_probe));
        Sys.EventStream.Publish(new Ship("Vasa"));
        Sys.EventStream.Publish("text");
        await _probe.ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task A_message_to_the_dead_is_published_with_both_ends()
    {
        var echo = Sys.ActorOf(Echo.Props);
        Watch(echo);
        Sys.Stop(echo);
        await ExpectTerminatedAsync(echo);
        Sys.EventStream.Subscribe(_probe, typeof(DeadLetter));
        echo.Tell("too late", TestActor);

        var letter = await _probe.ExpectMsgAsync<DeadLetter>();
        Assert.Equal("too late", letter.Message);
        Assert.Equal(TestActor, letter.Sender);
        Assert.Equal(echo, letter.Recipient);
    }

    [Fact]
    public async Task What_is_told_to_the_dead_letters_is_published()
    {
        Sys.EventStream.Subscribe(_probe, typeof(DeadLetter));
        Sys.DeadLetters.Tell("lost", TestActor);
        Assert.Equal("lost", (await _probe.ExpectMsgAsync<DeadLetter>()).Message);
    }

    [Fact]
    public async Task A_message_whose_loss_is_normal_is_no_dead_letter()
    {
        Sys.EventStream.Subscribe(_probe, typeof(DeadLetter));
        Sys.EventStream.Subscribe(_probe, typeof(SuppressedDeadLetter));
        Sys.DeadLetters.Tell(new Whisper(), TestActor);
        await _probe.ExpectMsgAsync<SuppressedDeadLetter>(letter => letter.Message is Whisper);
        await _probe.ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task One_type_stands_for_all_that_was_lost()
    {
        Sys.EventStream.Subscribe(_probe, typeof(AllDeadLetters));
        Sys.DeadLetters.Tell("lost", TestActor);
        Sys.DeadLetters.Tell(new Whisper(), TestActor);
        await _probe.ExpectMsgAsync<DeadLetter>();
        await _probe.ExpectMsgAsync<SuppressedDeadLetter>();
    }

    [Fact]
    public async Task A_poison_pill_for_the_dead_is_no_dead_letter()
    {
        var echo = Sys.ActorOf(Echo.Props);
        Watch(echo);
        Sys.Stop(echo);
        await ExpectTerminatedAsync(echo);
        await EventFilter.DeadLetter<PoisonPill>().ExpectAsync(0, TimeSpan.FromMilliseconds(100), () =>
        {
            echo.Tell(PoisonPill.Instance);
            return Task.CompletedTask;
        });
    }

    public interface IVessel;

    public record Ship(string Name) : IVessel;

    public sealed record Steamer(string Name) : Ship(Name);

    private sealed class Whisper : IDeadLetterSuppression;
}
