using Broker.Journal.Tests.Kit;

namespace Broker.Journal.Tests.Files;

public class TornTailSpec
{
    [Fact]
    public async Task A_log_cut_at_any_byte_has_what_was_whole_and_goes_on()
    {
        var samples = await Samples.CreateAsync();
        var bytes = samples.Disk[samples.Segment];
        for (var end = 0; end <= bytes.Length; end++)
        {
            var incidents = new List<JournalIncident>();
            var disk = new FakeDisk { [samples.Segment] = bytes[..end] };
            await using (var journal = FileJournal.Open(disk.Hold(), Journals.Settings, incidents.Add))
            {
                Assert.Equal(0, journal.Found.StreamsRefused);
                await AssertTextsAsync(journal, samples, end);
                await journal.StoreAsync("bb", "more");
            }

            AssertReported(incidents, samples.IsBoundary(end));
            await using var again = FileJournal.Open(disk.Hold(), Journals.Settings, incidents.Add);
            Assert.EndsWith(":more", await again.TextAsync("bb"), StringComparison.Ordinal);
            Assert.Equal(0, again.Found.SegmentsQuarantined);
        }
    }

    [Fact]
    public async Task Bytes_that_were_never_written_are_cut_too()
    {
        var samples = await Samples.CreateAsync();
        var incidents = new List<JournalIncident>();
        var disk = new FakeDisk();
        disk[samples.Segment] = [.. samples.Disk[samples.Segment], .. new byte[5_000]];

        await using var journal = FileJournal.Open(disk.Hold(), Journals.Settings, incidents.Add);
        Assert.Equal(samples.TextOf("bb"), await journal.TextAsync("bb"));
        AssertReported(incidents, isWhole: false);
    }

    [Fact]
    public async Task A_whole_record_behind_a_damaged_one_is_not_cut()
    {
        var samples = await Samples.CreateAsync();
        samples.Disk.Flip(samples.Segment, (int)(samples.End("4") * 8) - 1);
        var bytes = samples.Disk[samples.Segment];

        await using var journal = FileJournal.Open(samples.Disk.Hold(), Journals.Settings, _ => { });
        Assert.Equal(samples.TextOf("bb"), await journal.TextAsync("bb"));
        Assert.Equal(bytes, samples.Disk[samples.Segment]);
    }

    private static async Task AssertTextsAsync(FileJournal journal, Samples samples, int end)
    {
        foreach (var stream in Samples.Streams.Skip(1))
            Assert.Equal(samples.TextOf(stream, end), await journal.TextAsync(stream));

        var a = end < samples.TrimEnd ? samples.TextOf("a", end) : samples.KeptTextOf("a");
        Assert.Equal(a, await journal.TextAsync("a"));
    }

    private static void AssertReported(List<JournalIncident> incidents, bool isWhole)
    {
        if (isWhole) Assert.Empty(incidents);
        else Assert.Equal(JournalIncident.Kind.TailCut, Assert.Single(incidents).What);
    }
}
