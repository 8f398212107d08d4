using System.Collections.Concurrent;
using Broker.Journal.Tests.Kit;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Tests.Files;

public class CompactionSpec
{
    private readonly FakeDisk _disk = new();
    private readonly ConcurrentQueue<JournalIncident> _incidents = [];

    [Fact]
    public async Task Gives_the_space_of_trimmed_events_back_and_keeps_the_others()
    {
        await using var journal = Open();
        await FillAsync(journal, 200);
        var (before, kept) = (journal.Bytes, await journal.TextAsync("kept"));
        await journal.CutAsync("trimmed", 190);
        await journal.CompactAsync();

        Assert.InRange(journal.Bytes, 0, before / 3);
        Assert.Equal(journal.Bytes, _disk.Names.Sum(name => _disk[name].Length));
        await AssertContentAsync(journal, kept);
        await journal.DisposeAsync();
        await using var again = Open();
        await AssertContentAsync(again, kept);
        Assert.Empty(_incidents);
    }

    [Fact]
    public async Task Happens_by_itself_when_there_is_enough_waste()
    {
        await using var journal = Open();
        for (var i = 1; i <= 500; i++)
        {
            var stored = await journal.StoreAsync("ids", $"{i}");
            await journal.CutAsync("ids", stored.FirstVersion);
        }

        await journal.CompactAsync();
        Assert.InRange(journal.Bytes, 0, 8_000);
        Assert.Equal("500:500", await journal.TextAsync("ids"));
    }

    [Fact]
    public async Task Leaves_no_more_files_than_the_data_asks_for()
    {
        await using var journal = Open();
        for (var i = 1; i <= 300; i++)
        {
            await journal.StoreAsync($"kept{i % 50}", $"{i}");
            await journal.StoreAsync("trimmed", new string('x', 300));
            if (i % 50 == 0) await journal.CutAsync("trimmed", i);
            if (i % 50 == 0) await journal.CompactAsync();
        }

        await journal.StoreAsync("last", new string('x', 2_000));
        await journal.CutAsync("trimmed", 1_000);
        await journal.CompactAsync();
        Assert.InRange(_disk.Names.Count(), 1, 15);
        Assert.All(_disk.Names, name => Assert.NotEqual(64, _disk[name].Length));
        Assert.Equal("1:1 2:51 3:101 4:151 5:201 6:251", await journal.TextAsync("kept1"));
    }

    [Fact]
    public async Task A_stream_without_events_goes_on_with_its_versions()
    {
        await using (var journal = Open())
        {
            await FillAsync(journal, 100);
            await journal.CutAsync("trimmed", 1_000);
            await FillAsync(journal, 0);
            await journal.CompactAsync();
        }

        await using var again = Open();
        Assert.Equal((101, 100), await again.PageAsync("trimmed") is var page
            ? (page.FirstVersion, page.LastVersion)
            : default);
        Assert.Equal(101, (await again.StoreAsync("trimmed", "more")).FirstVersion);
    }

    [Fact]
    public async Task Followers_and_readers_go_on_while_segments_are_replaced()
    {
        await using var journal = Open();
        await FillAsync(journal, 200);
        await using var follower = journal.FollowAsync(0, "kept").GetAsyncEnumerator();
        var first = await follower.NextAsync(3);
        var page = await journal.PageAsync("kept", 1, 3);
        await journal.CutAsync("trimmed", 1_000);
        await journal.CompactAsync();

        var rest = await follower.NextAsync(17);
        Assert.Equal(
            Enumerable.Range(1, 20), first.Concat(rest).Cast<Recorded>().Select(e => (int)e.Version));
        Assert.Equal(4, (await journal.PageAsync("kept", page.Events[^1].Version + 1, 3)).Events[0].Version);
    }

    [Fact]
    public async Task Leaves_a_damaged_segment_as_it_is()
    {
        await using (var journal = Open()) await FillAsync(journal, 200);
        var name = _disk.Names.First();
        _disk.Flip(name, (_disk[name].Length * 8) - 1);
        var damaged = _disk[name];

        await using var again = Open();
        await again.TrimAsync(new Trim(Actors.Journal.StreamName.Parse("kept"), 1_000));
        await again.TrimAsync(new Trim(Actors.Journal.StreamName.Parse("trimmed"), 1_000));
        await again.CompactAsync();
        Assert.Equal(damaged, _disk[name]);
    }

    [Fact]
    public async Task A_full_disk_loses_nothing()
    {
        await using var journal = Open();
        await FillAsync(journal, 200);
        var kept = await journal.TextAsync("kept");
        await journal.CutAsync("trimmed", 190);
        _disk.BytesFree = 100;
        await journal.CompactAsync();
        await AssertContentAsync(journal, kept);

        _disk.BytesFree = 10_000;
        await journal.CompactAsync();
        await AssertContentAsync(journal, kept);
        Assert.NotEmpty(_incidents);
        Assert.DoesNotContain(_incidents, found => found.What != JournalIncident.Kind.CompactionFailed);
    }

    private static async Task FillAsync(FileJournal journal, int events)
    {
        for (var i = 1; i <= events; i++)
        {
            await journal.StoreAsync("trimmed", $"{i}");
            if (i % 10 == 0) await journal.StoreAsync("kept", $"{i}");
        }

        await journal.StoreAsync("last", new string('x', 2_000));
    }

    private static async Task AssertContentAsync(FileJournal journal, string kept)
    {
        Assert.Equal(kept, await journal.TextAsync("kept"));
        Assert.Equal(
            string.Join(' ', Enumerable.Range(190, 11).Select(i => $"{i}:{i}")),
            await journal.TextAsync("trimmed"));
    }

    private FileJournal Open() => FileJournal.Open(_disk.Hold(), Journals.SmallSegments, _incidents.Enqueue);
}
