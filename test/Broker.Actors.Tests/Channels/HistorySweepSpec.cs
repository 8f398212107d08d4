using Broker.Actors.Channels;
using Broker.Actors.Journal;
using Broker.Actors.Tests.Journal;

namespace Broker.Actors.Tests.Channels;

public class HistorySweepSpec : TestKit
{
    private readonly FakeTimeProvider _time = SpecTime.NewClock();
    private readonly FakeJournal _journal = new();

    public HistorySweepSpec()
        : base(TestConfigs.TestSchedulerConfig)
    {
    }

    [Fact]
    public async Task What_is_too_old_for_its_kind_is_trimmed_and_nothing_else()
    {
        Store("users", "$user.ann", "old", SpecTime.Start);
        Store("users", "$user.ann", "new", SpecTime.Start + TimeSpan.FromHours(1));
        Store("none", "gone", "old", SpecTime.Start);
        _journal.Smuggle(StreamName.Parse("offer.1"), new JournalProtocol.Event(1, "not mine"u8.ToArray()));
        await StartAsync();

        _time.Advance(TimeSpan.FromHours(24));
        ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromHours(1));
        await AwaitAssertAsync(() => Assert.Equal(
            ["channel.$user.ann:2", "offer.1:1"],
            _journal.Events.Select(one => $"{one.Stream}:{one.Version}")));
    }

    [Fact]
    public async Task A_journal_that_is_away_is_swept_the_next_time()
    {
        Store("none", "gone", "old", SpecTime.Start);
        await StartAsync();
        _time.Advance(TimeSpan.FromHours(1));
        _journal.IsAway = true;
        await EventFilter.Warning(contains: "not all trimmed").ExpectOneAsync(() =>
        {
            ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromHours(1));
            return Task.CompletedTask;
        });

        _journal.IsAway = false;
        ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromHours(1));
        await AwaitAssertAsync(() => Assert.Empty(_journal.Events));
    }

    // Whoever answers has begun, and its timer with it.
    private async Task StartAsync()
    {
        var sweep = Sys.ActorOf(HistorySweepActor.PropsFor(_journal, SpecSettings.Channel(), _time));
        sweep.Tell(new Identify("begun"), TestActor);
        await ExpectMsgAsync<ActorIdentity>();
    }

    private void Store(string sender, string channel, string content, DateTimeOffset at)
    {
        Assert.True(ChannelName.TryRestore(channel, out var name));
        var stream = ChannelStream.NameOf(name);
        _journal.Smuggle(stream, PublicationCodec.Write(stream, new StoredPublication(
            new Publication(
                name, 0, at, sender, Listener.Bytes(content), IsText: true), Key: null, Origin: 0)));
    }
}
