using Broker.Journal.Tests.Kit;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Tests.Files;

public class DiskFullSpec
{
    private readonly FakeDisk _disk = new();
    private readonly List<JournalIncident> _incidents = [];

    [Fact]
    public async Task Refuses_while_the_disk_is_full_and_goes_on_when_there_is_space()
    {
        await using var journal = Open();
        await journal.StoreAsync("a", "1");
        _disk.BytesFree = 20;

        for (var i = 0; i < 3; i++)
        {
            var refused = await journal.RefusedAsync("a");
            Assert.Equal(RejectReason.Unavailable, refused.Reason);
            Assert.Equal("No space left on device", refused.Detail);
        }

        Assert.Equal(JournalIncident.Kind.WriteFailed, Assert.Single(_incidents).What);
        Assert.Equal("1:1", await journal.TextAsync("a"));
        _disk.BytesFree = 1_000;
        await journal.StoreAsync("a", "2");
        Assert.Equal("1:1 2:2", await journal.TextAsync("a"));
    }

    [Fact]
    public async Task What_was_refused_is_not_there_after_a_restart()
    {
        await using (var journal = Open())
        {
            await journal.StoreAsync("a", "1");
            _disk.BytesFree = 20;
            await journal.RefusedAsync("a");
        }

        await using var again = Open();
        Assert.Equal("1:1", await again.TextAsync("a"));
        Assert.DoesNotContain(_incidents, incident => incident.What == JournalIncident.Kind.TailCut);
    }

    [Fact]
    public async Task A_full_disk_at_a_new_segment_is_no_different()
    {
        await using var journal = Open();
        await journal.StoreAsync("a", new string('x', 1_900));
        _disk.BytesFree = 30;
        await journal.RefusedAsync("a");
        await journal.RefusedAsync("a");

        _disk.BytesFree = 10_000;
        await journal.StoreAsync("a", new string('y', 1_900));
        Assert.Equal(2, (await journal.PageAsync("a")).Events.Count);
        await journal.DisposeAsync();
        await using var again = Open();
        Assert.Equal(2, (await again.PageAsync("a")).Events.Count);
    }

    [Fact]
    public async Task Nobody_is_told_a_version_that_could_not_be_stored()
    {
        await using var journal = Open();
        _disk.BytesFree = 100;
        var appends = Enumerable.Range(0, 20).Select(i =>
            journal.AppendAsync(Journals.Append("a", $"{i}") with { ExpectedVersion = 0 }).AsTask());

        var answers = await Task.WhenAll(appends);
        var last = (await journal.PageAsync("a")).LastVersion;
        Assert.All(answers.OfType<WrongVersion>(), answer => Assert.Equal(last, answer.ActualVersion));
    }

    [Fact]
    public async Task Stops_writing_when_an_fsync_fails_and_still_reads()
    {
        await using var journal = Open();
        await journal.StoreAsync("a", "1");
        _disk.FailsToSync = true;
        var synced = Journals.Append("a", "2") with { Level = Actors.Durability.Fsync };

        var answer = await journal.AppendAsync(synced);
        Assert.Equal(RejectReason.Unavailable, Assert.IsType<Rejected>(answer).Reason);
        _disk.FailsToSync = false;
        Assert.Equal(RejectReason.Unavailable, (await journal.RefusedAsync("a")).Reason);
        Assert.Equal(JournalIncident.Kind.Stopped, Assert.Single(_incidents).What);
        Assert.Equal("1:1", await journal.TextAsync("a"));
    }

    private FileJournal Open() => FileJournal.Open(_disk.Hold(), Journals.SmallSegments, _incidents.Add);
}
