using Broker.Actors.Channels;
using Broker.Actors.Persistence;

namespace Broker.Actors.Tests.Channels;

/// <summary>The sweep over a store that the spec plays.</summary>
public sealed class ChannelSweepActorSpec() : TestKit(TestConfigs.TestSchedulerConfig)
{
    private const string Kinds =
        """
        kinds {
          news { pattern = "news*", store = on, history-age-max = 2h }
          old { pattern = old, store = on, history-age-max = 30d }
        }
        """;

    private static readonly DateTimeOffset Today = SpecTime.Start;

    private readonly PlayedTables _tables = new();

    [Fact]
    public async Task Trims_each_channel_by_the_age_of_its_kind()
    {
        Start(Kinds);
        await ReadAsync(
            "", Channel("news", hours: 3), Channel("news.1", hours: 1), Channel("old", hours: 24 * 29),
            new StoredChannel("c:news.alone", null), Channel("$user.ann", hours: 25));

        Assert.Equal(
            [("c:news", Today.AddHours(-2)), ("c:$user.ann", Today.AddHours(-24))],
            await _tables.Trims.AnswerAsync(2));
    }

    [Fact]
    public async Task Keeps_a_channel_whose_kind_it_cannot_know_for_the_longest_age()
    {
        Start(Kinds);
        await ReadAsync("",
            Channel("news" + new string('x', 250), hours: 24 * 29),
            new StoredChannel("c#0", Today.AddDays(-31)));

        Assert.Equal([("c#0", Today.AddDays(-30))], await _tables.Trims.AnswerAsync(1));
    }

    [Fact]
    public async Task Keeps_what_a_repeat_needs_however_short_the_history_is()
    {
        Start("""
            idempotency-window = 3h
            kinds.brief { pattern = brief, store = on, history-age-max = 1s }
            """);
        await ReadAsync("", Channel("brief", hours: 4));

        Assert.Equal([("c:brief", Today.AddHours(-3))], await _tables.Trims.AnswerAsync(1));
    }

    [Fact]
    public async Task Goes_on_after_the_last_channel_and_begins_again_when_it_is_through()
    {
        Start(Kinds);
        await ReadAsync("", Channel("news.1", hours: 3), Channel("news.2", hours: 1));
        await _tables.Trims.AnswerAsync(7);
        await ReadAsync("c:news.2", Channel("news.3", hours: 1));
        await ReadAsync("c:news.3");
        await _tables.GiveBacks.AnswerAsync(true);

        await ReadAsync("", Channel("news.1", hours: 3));
    }

    [Fact]
    public async Task Begins_again_after_the_store_has_failed()
    {
        Start(Kinds);
        await ReadAsync("", Channel("news.1", hours: 3));
        (await _tables.Trims.TakeAsync()).Fail();
        (await _tables.Reads.TakeAsync(Advance)).Fail();
        await ReadAsync("");
        (await _tables.GiveBacks.TakeAsync()).Fail();

        await ReadAsync("");
    }

    [Fact]
    public async Task Sweeps_only_while_no_other_process_does()
    {
        var asked = 0;
        Start(Kinds, sweepsHere: () => Interlocked.Increment(ref asked) is not (1 or 2 or 4));
        await ReadAsync("", Channel("news.1", hours: 1));
        Assert.Equal(3, asked);

        await ReadAsync("");
        Assert.Equal(5, asked);
    }

    private static StoredChannel Channel(string name, int hours) =>
        new(PersistenceIds.Of(PersistenceIds.ChannelKind, name), Today.AddHours(-hours));

    private void Start(string settings, Func<bool>? sweepsHere = null) => Sys.ActorOf(
        ChannelSweepActor.PropsFor(
            SpecSettings.Channel(settings),
            new ChannelStore(new CurrentGeneration(Generation.New()), Durability.File, _tables)
            {
                SweepsHere = sweepsHere ?? (() => true),
            },
            SpecTime.NewClock()));

    private async Task ReadAsync(string after, params StoredChannel[] answer)
    {
        var call = await _tables.Reads.TakeAsync(Advance);
        Assert.Equal(after, call.Asked);
        call.Answered.SetResult(answer);
    }

    // The actor waits for the scheduler, the time of day stands still.
    private void Advance() => ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromHours(1));
}
