using Broker.Actors.Channels;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

public class ChannelBatchSpec
{
    private readonly ChannelBatch _batch = new(publicationsMax: 3, bytesMax: 10);

    [Fact]
    public void Keeps_publications_in_order_each_with_who_waits_for_it()
    {
        var pending = new PendingReceipt();
        _batch.Add(At(1, "a"), null, acceptedAt: 0);
        _batch.Add(At(2, "bb"), pending, acceptedAt: 0);

        Assert.Equal([1, 2], _batch.Publications.ToArray().Select(p => p.Offset));
        Assert.Null(_batch.PendingAt(0));
        Assert.Same(pending, _batch.PendingAt(1));
        Assert.Equal(3, _batch.ContentBytes);
    }

    [Fact]
    public void Has_room_up_to_its_bytes()
    {
        _batch.Add(At(1, "123456"), null, acceptedAt: 0);

        Assert.True(_batch.HasRoomFor(4));
        Assert.False(_batch.HasRoomFor(5));
    }

    [Fact]
    public void Has_room_up_to_its_publications()
    {
        for (var offset = 1; offset <= 3; offset++)
        {
            Assert.True(_batch.HasRoomFor(0));
            _batch.Add(At(offset, ""), null, acceptedAt: 0);
        }
        Assert.False(_batch.HasRoomFor(0));
    }

    [Fact]
    public void Has_room_for_a_single_publication_of_any_size() => Assert.True(_batch.HasRoomFor(1_000_000));

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(100)]
    public void Is_as_new_after_clearing(int count)
    {
        var batch = new ChannelBatch(publicationsMax: 1000, bytesMax: 1000);
        for (var i = 1; i <= count; i++) batch.Add(At(i), new PendingReceipt(), acceptedAt: 0);
        batch.Clear();

        Assert.True(batch.IsEmpty);
        Assert.Equal(0, batch.ContentBytes);

        batch.Add(At(7), null, acceptedAt: 0);
        Assert.Equal([7], batch.Publications.ToArray().Select(p => p.Offset));
        Assert.Null(batch.PendingAt(0));
    }
}
