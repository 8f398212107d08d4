using Broker.Journal.Files;
using Broker.Journal.Format;
using Broker.Journal.Tests.Kit;

namespace Broker.Journal.Tests.Files;

public class FormatSpec
{
    private readonly FakeDisk _disk = new();

    [Fact]
    public void A_segment_of_a_later_version_is_refused_and_left_alone()
    {
        var header = new SegmentHeader(
            SegmentHeader.FormatNow + 1, Seed: 5, Sequence: 1, LastSequence: 1, FirstPosition: 1);
        var later = header.ToBytes();
        _disk[Log.Segment.NameOf(1)] = later;

        var error = Assert.Throws<JournalException>(Open);
        Assert.Contains("was written by a later version (format 2)", error.Message, StringComparison.Ordinal);
        Assert.Equal(later, _disk[Log.Segment.NameOf(1)]);
    }

    [Fact]
    public async Task A_segment_under_another_name_is_refused()
    {
        await using (var journal = Open()) await journal.StoreAsync("a", "1");
        _disk[Log.Segment.NameOf(2)] = _disk[Log.Segment.NameOf(1)];

        Assert.Throws<JournalException>(Open);
    }

    [Fact]
    public async Task The_format_is_as_documented()
    {
        await using (var journal = Open()) await journal.StoreAsync("ab", "xyz");
        var record = _disk[Log.Segment.NameOf(1)].AsSpan(SegmentHeader.Bytes);

        Assert.Equal(40 + 2 + 6 + 3, record.Length);
        Assert.Equal("09 00 00 00 01 02 01 00", Hex(record[8..16]));
        Assert.Equal("01 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00", Hex(record[16..32]));
        Assert.Equal("00 00 00 00 00 00 00 00 61 62 07 00 03 00 00 00 78 79 7A", Hex(record[32..]));
    }

    [Fact]
    public void The_checksum_is_crc_32c() => Assert.Equal(0xE3069283, Crc32C.Of("123456789"u8, seed: 0));

    [Fact]
    public async Task A_record_within_a_payload_is_never_taken_for_one()
    {
        await using (var journal = Open()) await journal.StoreAsync("a", "1");
        var record = _disk[Log.Segment.NameOf(1)].AsSpan(SegmentHeader.Bytes).ToArray();
        var other = new FakeDisk();
        await using (var journal = FileJournal.Open(other.Hold(), Journals.Settings, _ => { }))
        {
            await journal.AppendAsync(Journals.Append("b") with { Events = [new(1, record)] });
        }

        var bytes = other[Log.Segment.NameOf(1)];
        bytes.AsSpan(SegmentHeader.Bytes, 8).Fill(0xEE);
        other[Log.Segment.NameOf(1)] = bytes;
        await using var damaged = FileJournal.Open(other.Hold(), Journals.Settings, _ => { });
        Assert.Equal(0, damaged.Found.Records);
    }

    [Fact]
    public void A_second_process_is_refused()
    {
        using var directory = new TemporaryDirectory();
        using (DiskDirectory.Hold(directory.Path))
        {
            var error = Assert.Throws<JournalException>(() => DiskDirectory.Hold(directory.Path));
            Assert.Contains("is in use by another process", error.Message, StringComparison.Ordinal);
        }

        DiskDirectory.Hold(directory.Path).Dispose();
    }

    private static string Hex(ReadOnlySpan<byte> bytes) =>
        BitConverter.ToString(bytes.ToArray()).Replace('-', ' ');

    private FileJournal Open() => FileJournal.Open(_disk.Hold(), Journals.Settings, _ => { });
}
