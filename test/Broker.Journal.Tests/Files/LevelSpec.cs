using Broker.Actors;
using Broker.Journal.Tests.Kit;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Tests.Files;

public class LevelSpec
{
    [Theory]
    [InlineData(Durability.Memory, Durability.File)]
    [InlineData(Durability.File, Durability.File)]
    [InlineData(Durability.Fsync, Durability.Fsync)]
    public async Task Files_keep_what_was_asked_for_or_more_and_say_so(Durability asked, Durability got)
    {
        var disk = new FakeDisk();
        await using var journal = FileJournal.Open(disk.Hold(), Journals.Settings, _ => { });
        var answer = await journal.AppendAsync(Journals.Append("a", "1") with { Level = asked });

        Assert.Equal(got, Assert.IsType<Stored>(answer).Level);
        await using var killed = FileJournal.Open(disk.AfterKill().Hold(), Journals.Settings, _ => { });
        Assert.Equal("1:1", await killed.TextAsync("a"));
        await using var dark = FileJournal.Open(disk.AfterPowerLoss().Hold(), Journals.Settings, _ => { });
        Assert.Equal(got == Durability.Fsync ? "1:1" : "", await dark.TextAsync("a"));
    }

    [Fact]
    public async Task Memory_says_that_it_is_memory_and_is_bounded()
    {
        await using var journal = new MemoryJournal(Journals.Settings with { MemoryBytesMax = 1_000 });
        var synced = Journals.Append("a", new string('x', 800)) with { Level = Durability.Fsync };

        Assert.Equal(Durability.Memory, Assert.IsType<Stored>(await journal.AppendAsync(synced)).Level);
        var refused = Assert.IsType<Rejected>(await journal.AppendAsync(synced));
        Assert.Equal(RejectReason.Unavailable, refused.Reason);
        await journal.CutAsync("a", 2);
        Assert.IsType<Stored>(await journal.AppendAsync(synced));
    }
}
