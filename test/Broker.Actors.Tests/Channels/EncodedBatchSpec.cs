using Broker.Actors.Delivery;
using FsCheck;
using FsCheck.Fluent;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

public class EncodedBatchSpec
{
    [Fact]
    public void Holds_the_frames_of_all_publications_in_order()
    {
        var batch = Lines("a", "bb", "ccc");

        Assert.Equal("a\nbb\nccc\n", batch.Text());
        Assert.Equal(3, batch.Frames);
    }

    [Fact]
    public void Is_nothing_when_every_publication_was_left_out() =>
        Assert.Null(EncodedBatch.Encode(new LineEncoding { LeavesOut = _ => true }, Of("a", "b")));

    [Fact]
    public void Knows_at_every_position_where_its_frame_ends_whatever_was_left_out() => Prop
        .ForAll(Contents, contents =>
        {
            var encoding = new LineEncoding { LeavesOut = text => text.Length == 0 };
            var lines = contents.Where(text => text.Length > 0).Select(text => text + "\n").ToArray();
            if (EncodedBatch.Encode(encoding, Of(contents)) is not { } batch) return lines.Length == 0;

            var ends = lines.Select((_, i) => lines.Take(i + 1).Sum(line => line.Length)).ToArray();
            return batch.Frames == lines.Length
                && batch.StartOfLastFrame == batch.Bytes.Length - lines[^1].Length
                && Enumerable.Range(0, batch.Bytes.Length).All(
                    at => batch.EndOfFrameAt(at) == ends.First(end => end > at));
        })
        .QuickCheckThrowOnFailure();

    [Fact]
    public void One_frame_that_is_already_encoded_is_a_batch_of_one()
    {
        var batch = EncodedBatch.Of("hello"u8.ToArray());

        Assert.Equal(1, batch.Frames);
        Assert.Equal(0, batch.StartOfLastFrame);
        Assert.Equal([5, 5, 5, 5, 5], Enumerable.Range(0, 5).Select(batch.EndOfFrameAt));
    }

    private static Arbitrary<string[]> Contents { get; } = Gen.Choose(0, 3)
        .Select(length => new string('x', length))
        .NonEmptyListOf()
        .Select(list => list.ToArray())
        .ToArbitrary();
}
