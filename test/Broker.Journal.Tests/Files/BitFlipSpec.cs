using Broker.Actors.Journal;
using Broker.Journal.Format;
using Broker.Journal.Log;
using Broker.Journal.Streams;
using Broker.Journal.Tests.Kit;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Tests.Files;

public class BitFlipSpec
{
    [Fact]
    public async Task A_flipped_bit_anywhere_is_found_and_it_is_known_whose_it_was()
    {
        var samples = await Samples.CreateAsync();
        for (var bit = 0; bit < samples.Disk[samples.Segment].Length * 8; bit++)
        {
            var incidents = new List<JournalIncident>();
            var disk = samples.Disk.AfterKill();
            disk.Flip(samples.Segment, bit);
            var damaged = disk[samples.Segment];
            var streams = new StreamTable();
            var log = new Recovery(disk.Hold(), streams, incidents.Add).Run();

            Assert.Equal(JournalIncident.Kind.Damage, Assert.Single(incidents).What);
            Assert.True(Assert.Single(log.Segments).IsQuarantined);
            Assert.Equal(damaged, disk[samples.Segment]);
            foreach (var stream in Samples.Streams)
            {
                var key = StreamKey.Of(RecordName.Bytes(StreamName.Parse(stream)));
                Assert.Equal(stream == samples.StreamAt(bit / 8), streams.Find(key).LostIn is not null);
            }
        }
    }

    // One bit of every third byte: each needs two restarts.
    [Fact]
    public async Task Only_the_stream_with_the_flipped_bit_is_refused_and_stays_so()
    {
        var samples = await Samples.CreateAsync();
        for (var at = 0; at < samples.Disk[samples.Segment].Length; at += 3)
        {
            var disk = samples.Disk.AfterKill();
            disk.Flip(samples.Segment, (at * 8) + (at % 8));
            var damaged = disk[samples.Segment];
            await using (var journal = FileJournal.Open(disk.Hold(), Journals.Settings, _ => { }))
                await AssertRefusedAsync(journal, samples, at);

            Assert.Equal(damaged, disk[samples.Segment]);
            await AssertStaysRefusedAsync(disk, samples, at);
        }
    }

    [Fact]
    public async Task A_bit_that_flips_while_the_journal_is_open_is_found_by_whoever_reads()
    {
        var samples = await Samples.CreateAsync();
        var incidents = new List<JournalIncident>();
        await using var journal = FileJournal.Open(samples.Disk.Hold(), Journals.Settings, incidents.Add);
        samples.Disk.Flip(samples.Segment, (int)(samples.End("4") * 8) - 1);

        var follower = await journal.AllAsync();
        Assert.Equal("c", Assert.Single(follower.OfType<Hole>()).Stream?.Value);
        Assert.Equal(RejectReason.Damaged, Assert.IsType<Rejected>(await journal.ReadAsync("c")).Reason);
        Assert.Equal("c", Assert.Single(incidents).Stream);
        Assert.Equal(RejectReason.Damaged, (await journal.RefusedAsync("c")).Reason);
        Assert.Equal(samples.TextOf("bb"), await journal.TextAsync("bb"));
    }

    [Fact]
    public async Task Of_more_than_a_bit_only_streams_that_go_on_behind_it_are_served()
    {
        var samples = await Samples.CreateAsync();
        var bytes = samples.Disk[samples.Segment];
        var start = (int)samples.End("4") - 60;
        bytes.AsSpan(start, 40).Fill(0xEE);
        samples.Disk[samples.Segment] = bytes;

        await using var journal = FileJournal.Open(samples.Disk.Hold(), Journals.Settings, _ => { });
        Assert.Equal(samples.TextOf("bb"), await journal.TextAsync("bb"));
        await journal.StoreAsync("bb", "more");
        foreach (var stream in new[] { "a", "c", "new" })
            Assert.Equal(RejectReason.Damaged, (await journal.RefusedAsync(stream)).Reason);
        Assert.Null(Assert.Single((await FollowAsync(journal)).OfType<Hole>()).Stream);
    }

    [Fact]
    public async Task A_stream_that_goes_on_behind_it_with_a_gap_is_refused()
    {
        var samples = await Samples.CreateAsync();
        var bytes = samples.Disk[samples.Segment];
        bytes.AsSpan((int)samples.End("1"), 40).Fill(0xEE);
        samples.Disk[samples.Segment] = bytes;

        await using var journal = FileJournal.Open(samples.Disk.Hold(), Journals.Settings, _ => { });
        Assert.Equal(RejectReason.Damaged, (await journal.RefusedAsync("bb")).Reason);
        Assert.Equal("2:3", await journal.TextAsync("a"));
        Assert.Equal(samples.TextOf("c"), await journal.TextAsync("c"));
    }

    [Fact]
    public async Task A_trimmed_event_may_be_damaged()
    {
        var samples = await Samples.CreateAsync();
        samples.Disk.Flip(samples.Segment, (int)(samples.End("1") * 8) - 1);

        await using var journal = FileJournal.Open(samples.Disk.Hold(), Journals.Settings, _ => { });
        Assert.Equal("2:3", await journal.TextAsync("a"));
        Assert.Equal((1, 0), (journal.Found.SegmentsQuarantined, journal.Found.StreamsRefused));
    }

    // Up to the last event, since "mark" is a new stream, and those are refused.
    private static async Task<List<Followed>> FollowAsync(FileJournal journal)
    {
        await using var follower = journal.FollowAsync(0, "").GetAsyncEnumerator();
        return await follower.NextAsync(6);
    }

    private static async Task AssertRefusedAsync(FileJournal journal, Samples samples, int at)
    {
        var refused = samples.StreamAt(at);
        foreach (var stream in Samples.Streams)
        {
            var answer = await journal.ReadAsync(stream);
            if (stream == refused)
            {
                Assert.Equal(RejectReason.Damaged, Assert.IsType<Rejected>(answer).Reason);
                Assert.Equal(RejectReason.Damaged, (await journal.RefusedAsync(stream)).Reason);
            }
            else
            {
                Assert.Equal(samples.KeptTextOf(stream), Journals.Text(Assert.IsType<Page>(answer).Events));
                await journal.StoreAsync(stream, "more");
            }
        }
    }

    private static async Task AssertStaysRefusedAsync(FakeDisk disk, Samples samples, int at)
    {
        await using var journal = FileJournal.Open(disk.Hold(), Journals.Settings, _ => { });
        foreach (var stream in Samples.Streams)
        {
            if (stream == samples.StreamAt(at)) Assert.IsType<Rejected>(await journal.ReadAsync(stream));
            else Assert.EndsWith(":more", await journal.TextAsync(stream), StringComparison.Ordinal);
        }
    }
}
