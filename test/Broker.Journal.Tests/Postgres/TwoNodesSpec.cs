using Broker.Actors.Journal;
using Broker.Journal.Postgres;
using Broker.Journal.Tests.Kit;
using Broker.Postgres.TestKit;
using static Broker.Actors.Journal.JournalProtocol;
using static Broker.Journal.Tests.Kit.Journals;

namespace Broker.Journal.Tests.Postgres;

/// <summary>Two journals on one database, as two processes have them.</summary>
public class TwoNodesSpec : IAsyncLifetime
{
    private JournalSettings _settings = Settings;
    private PostgresJournal? _one;
    private PostgresJournal? _other;

    private PostgresJournal One => _one!;

    private PostgresJournal Other => _other!;

    public async Task InitializeAsync()
    {
        // Without polling, so that what comes is told.
        var unpolled = Settings.Postgres with { PollInterval = TimeSpan.FromHours(1) };
        _settings = await PostgresJournals.DatabaseAsync(Settings with { Postgres = unpolled });
        (_one, _other) = (PostgresJournals.Open(_settings), PostgresJournals.Open(_settings));
    }

    public async Task DisposeAsync()
    {
        if (_one is not null) await _one.DisposeAsync();
        if (_other is not null) await _other.DisposeAsync();
    }

    [SkippableFact]
    public async Task Followers_of_both_meet_the_same_events_in_the_same_order()
    {
        const int each = 400;
        await using var here = One.FollowAsync(0, "").GetAsyncEnumerator();
        await using var there = Other.FollowAsync(0, "").GetAsyncEnumerator();
        var met = Task.WhenAll(here.NextAsync(2 * each), there.NextAsync(2 * each));
        await Task.WhenAll(AppendManyAsync(One, each), AppendManyAsync(Other, each));

        var first = (await met)[0].Cast<Recorded>().ToList();
        var second = (await met)[1].Cast<Recorded>().ToList();
        Assert.Equal(
            first.Select(e => (e.Position, e.Stream, e.Version, Text(e))),
            second.Select(e => (e.Position, e.Stream, e.Version, Text(e))));
        Assert.Equal(first.Select(e => e.Position).Order().Distinct(), first.Select(e => e.Position));
        Assert.All(first.GroupBy(e => e.Stream), stream =>
            Assert.Equal(Enumerable.Range(1, stream.Count()), stream.Select(e => (int)e.Version)));
    }

    [SkippableFact]
    public async Task One_of_both_wins_at_the_same_version()
    {
        for (var version = 0; version < 20; version++)
        {
            var answers = await Task.WhenAll(new[] { One, Other }.Select(node => Task.Run(async () =>
                await node.AppendAsync(Append("a", "bid") with { ExpectedVersion = version }))));

            Assert.Single(answers.OfType<Stored>());
            Assert.Equal(version + 1, Assert.Single(answers.OfType<WrongVersion>()).ActualVersion);
        }
    }

    [SkippableFact]
    public async Task An_append_with_the_key_of_another_is_answered_as_that_one()
    {
        var first = await KeyedAsync(One, "1", "key", TimeSpan.FromMinutes(1));
        await One.StoreAsync("a", "between");
        var again = await KeyedAsync(Other, "2", "key", TimeSpan.FromMinutes(1));
        await KeyedAsync(Other, "3", "other key", TimeSpan.FromMinutes(1));

        Assert.Equal(first with { IsRepeat = true }, again);
        Assert.Equal("1:1 2:between 3:3", await One.TextAsync("a"));
    }

    [SkippableFact]
    public async Task Of_appends_with_one_key_that_come_together_one_is_stored()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => KeyedAsync(
            i % 2 == 0 ? One : Other, $"{i}", "key", TimeSpan.FromMinutes(1))));

        Assert.Single(answers, answer => !answer.IsRepeat);
        Assert.Single((await One.PageAsync("a")).Events);
    }

    [SkippableFact]
    public async Task A_repeat_is_told_so_though_the_version_has_gone_on()
    {
        var append = Append("a", "1") with
        {
            ExpectedVersion = 0,
            Key = "key",
            KeyLifetime = TimeSpan.FromMinutes(1),
        };
        await One.AppendAsync(append);

        Assert.True(Assert.IsType<Stored>(await Other.AppendAsync(append)).IsRepeat);
    }

    [SkippableFact]
    public async Task An_expired_key_counts_no_more_and_is_removed()
    {
        await KeyedAsync(One, "1", "key", TimeSpan.Zero);
        await KeyedAsync(One, "1", "forgotten", TimeSpan.Zero);
        await KeyedAsync(One, "1", "kept", TimeSpan.FromMinutes(1));
        Assert.False((await KeyedAsync(Other, "2", "key", TimeSpan.FromMinutes(1))).IsRepeat);

        await using var sweeper = new Sweeper(One.Database, TimeSpan.FromDays(1), _ => { });
        await sweeper.SweepAsync();
        await PostgresServer.ExecuteAsync(
            _settings.Postgres.Connection,
            "DO $$ BEGIN ASSERT (SELECT count(*) FROM broker.keys) = 2; END $$");
        Assert.True((await KeyedAsync(One, "3", "kept", TimeSpan.FromMinutes(1))).IsRepeat);
    }

    [SkippableFact]
    public async Task What_one_trims_is_gone_for_the_other()
    {
        await One.StoreAsync("a", "1", "2", "3");
        await using var late = PostgresJournals.Open(_settings);
        await Other.CutAsync("a", 3);

        Assert.Equal("3:3", await One.TextAsync("a"));
        Assert.Equal(["3"], (await late.AllAsync()).Cast<Recorded>().Select(Text));
    }

    [SkippableFact]
    public async Task The_head_is_not_before_what_the_other_has_stored()
    {
        var stored = await One.StoreAsync("a", "1", "2");

        Assert.Equal(stored.FirstPosition + 1, await Other.HeadAsync());
    }

    [SkippableFact]
    public async Task A_follower_far_behind_the_ring_meets_everything()
    {
        var small = _settings with { Postgres = _settings.Postgres with { RingBytesMax = 2_000 } };
        await using var node = PostgresJournals.Open(small);
        for (var i = 0; i < 30; i++) await AppendManyAsync(One, 100);
        await using var follower = node.FollowAsync(0, "s1").GetAsyncEnumerator();
        var met = follower.NextAsync(800);
        await Task.WhenAll(AppendManyAsync(node, 500), AppendManyAsync(One, 500));

        Assert.Equal(Enumerable.Range(1, 800), (await met).Cast<Recorded>().Select(e => (int)e.Version));
    }

    // To five streams, several at a time.
    private static Task<Stored[]> AppendManyAsync(PostgresJournal node, int count) => Task.WhenAll(
        Enumerable.Range(0, count).Select(i => node.StoreAsync($"s{i % 5}", $"{node.GetHashCode()}-{i}")));

    private static async Task<Stored> KeyedAsync(
        PostgresJournal node, string text, string key, TimeSpan lifetime) =>
        Assert.IsType<Stored>(await node.AppendAsync(
            Append("a", text) with { Key = key, KeyLifetime = lifetime }));
}
