using Broker.Actors.Journal;
using Broker.Journal.Tests.Kit;
using static Broker.Actors.Journal.JournalProtocol;
using static Broker.Journal.Tests.Kit.Journals;

namespace Broker.Journal.Tests.Contract;

/// <summary>
/// What every store does: the meaning of <see cref="IJournal"/> for those who append and read.
/// </summary>
public abstract class JournalContract : IAsyncLifetime
{
    private IJournal? _journal;

    protected IJournal Journal => _journal!;

    public async Task InitializeAsync() => _journal = await OpenAsync(SmallSegments);

    public async Task DisposeAsync() => await Journal.DisposeAsync();

    protected abstract Task<IJournal> OpenAsync(JournalSettings settings);

    [SkippableFact]
    public async Task Counts_versions_in_each_stream_and_positions_over_all()
    {
        var first = await Journal.StoreAsync("a", "1", "2");
        var other = await Journal.StoreAsync("b", "3");
        var second = await Journal.StoreAsync("a", "4");

        Assert.Equal((1, 1, 3), (first.FirstVersion, other.FirstVersion, second.FirstVersion));
        Assert.True(first.FirstPosition + 1 < other.FirstPosition);
        Assert.True(other.FirstPosition < second.FirstPosition);
        Assert.Equal("1:1 2:2 3:4", await Journal.TextAsync("a"));
    }

    [SkippableFact]
    public async Task Gives_back_what_was_appended()
    {
        byte[] payload = [0, 255, 10];
        var append = Append("ä.1") with { Events = [new(513, payload), new(0, default)] };
        var stored = Assert.IsType<Stored>(await Journal.AppendAsync(append));

        var events = (await Journal.PageAsync("ä.1")).Events;
        Assert.Equal([513, 0], events.Select(e => (int)e.Type));
        Assert.Equal(payload, events[0].Payload.ToArray());
        Assert.Equal(0, events[1].Payload.Length);
        Assert.Equal([stored.FirstPosition, stored.FirstPosition + 1], events.Select(e => e.Position));
        Assert.Equal("ä.1", events[0].Stream.Value);
    }

    [SkippableFact]
    public async Task Does_not_keep_a_buffer_of_the_appender()
    {
        var payload = "before"u8.ToArray();
        await Journal.AppendAsync(Append("a") with { Events = [new(1, payload)] });
        payload[0] = 0;

        Assert.Equal("1:before", await Journal.TextAsync("a"));
    }

    [SkippableFact]
    public async Task Stores_nothing_at_the_wrong_version_and_tells_the_right_one()
    {
        var expectNone = Append("a", "1") with { ExpectedVersion = 0 };
        Assert.IsType<Stored>(await Journal.AppendAsync(expectNone));

        Assert.Equal(1, Assert.IsType<WrongVersion>(await Journal.AppendAsync(expectNone)).ActualVersion);
        var other = Append("b", "1") with { ExpectedVersion = 1 };
        Assert.Equal(0, Assert.IsType<WrongVersion>(await Journal.AppendAsync(other)).ActualVersion);
        Assert.IsType<Stored>(await Journal.AppendAsync(Append("a", "2") with { ExpectedVersion = 1 }));
        Assert.Equal("1:1 2:2", await Journal.TextAsync("a"));
        Assert.Equal(0, (await Journal.PageAsync("b")).LastVersion);
    }

    [SkippableFact]
    public async Task Lets_one_of_many_appenders_at_the_same_version_win()
    {
        var appends = Enumerable.Range(0, 50).Select(i =>
            Append("a", $"{i}") with { ExpectedVersion = 0 });
        var answers = await Task.WhenAll(
            appends.Select(append => Task.Run(async () => await Journal.AppendAsync(append))));

        Assert.Single(answers.OfType<Stored>());
        Assert.All(answers.OfType<WrongVersion>(), answer => Assert.Equal(1, answer.ActualVersion));
        Assert.Single((await Journal.PageAsync("a")).Events);
    }

    [SkippableFact]
    public async Task Stores_appends_to_one_stream_in_the_order_of_the_calls()
    {
        var appends = Enumerable.Range(1, 200).Select(i => Journal.AppendAsync(Append("a", $"{i}")).AsTask());
        var answers = await Task.WhenAll(appends);

        Assert.Equal(
            Enumerable.Range(1, 200), answers.Cast<Stored>().Select(stored => (int)stored.FirstVersion));
        Assert.Equal(
            Enumerable.Range(1, 200).Select(i => $"{i}"), (await Journal.PageAsync("a")).Events.Select(Text));
    }

    [SkippableTheory]
    [InlineData(1, 3, "1:1 2:2 3:3")]
    [InlineData(2, 3, "2:2 3:3 4:4")]
    [InlineData(4, 100, "4:4 5:5 6:6")]
    [InlineData(6, 1, "6:6")]
    [InlineData(7, 1, "")]
    [InlineData(-5, 1, "1:1")]
    [InlineData(1, 0, "")]
    public async Task Reads_a_page_from_a_version(long from, int max, string expected)
    {
        await Journal.StoreAsync("a", "1", "2", "3");
        await Journal.StoreAsync("b", "x");
        await Journal.StoreAsync("a", "4", "5");
        await Journal.StoreAsync("a", "6");

        var page = await Journal.PageAsync("a", from, max);
        Assert.Equal(expected, Text(page.Events));
        Assert.Equal((1, 6), (page.FirstVersion, page.LastVersion));
    }

    [SkippableFact]
    public async Task Reads_page_after_page()
    {
        for (var i = 1; i <= 150; i++) await Journal.StoreAsync(i % 3 == 0 ? "a" : "b", $"{i}");

        var texts = new List<string>();
        for (var from = 1L; ;)
        {
            var page = await Journal.PageAsync("a", from, 7);
            if (page.Events.Count == 0) break;
            texts.AddRange(page.Events.Select(Text));
            from = page.Events[^1].Version + 1;
        }

        Assert.Equal(Enumerable.Range(1, 50).Select(i => $"{i * 3}"), texts);
    }

    [SkippableFact]
    public async Task Has_nothing_of_a_stream_that_is_not_there() =>
        Assert.Equal((0, 1, 0), await Journal.PageAsync("a") is var page
            ? (page.Events.Count, page.FirstVersion, page.LastVersion)
            : default);

    [SkippableFact]
    public async Task Refuses_an_append_that_is_empty_or_too_large()
    {
        await using var journal = await OpenAsync(SmallSegments with { AppendBytesMax = 50 });

        var many = Enumerable.Repeat("", 70_000).ToArray();
        foreach (var append in new[] { Append("a"), Append("a", new string('x', 51)), Append("a", many) })
        {
            var answer = Assert.IsType<Rejected>(await journal.AppendAsync(append));
            Assert.Equal(RejectReason.BadSize, answer.Reason);
        }

        Assert.Equal(0, (await journal.PageAsync("a")).LastVersion);
    }

    [SkippableFact]
    public async Task Refuses_a_new_stream_past_the_limit_and_takes_old_ones()
    {
        await using var journal = await OpenAsync(SmallSegments with { StreamsMax = 2 });
        await journal.StoreAsync("a", "1");
        await journal.StoreAsync("b", "1");

        Assert.Equal(RejectReason.TooManyStreams, (await journal.RefusedAsync("c")).Reason);
        await journal.StoreAsync("a", "2");
    }

    [SkippableFact]
    public async Task Refuses_everything_once_it_is_closed()
    {
        await Journal.StoreAsync("a", "1");
        await Journal.DisposeAsync();

        Assert.Equal(RejectReason.Unavailable, (await Journal.RefusedAsync("a")).Reason);
        Assert.IsType<Rejected>(await Journal.ReadAsync("a"));
        Assert.IsType<Rejected>(await Journal.TrimAsync(new Trim(StreamName.Parse("a"), 2)));
        Assert.Empty(await Journal.FollowAsync(0, "").GetAsyncEnumerator().NextAsync(1));
    }
}
