using Broker.Actors.Channels;

namespace Broker.Actors.Tests.Channels;

public class StoredPiecesSpec
{
    private static readonly DateTimeOffset Now = SpecTime.Start;

    private readonly StoredPieces _pieces = new();

    public StoredPiecesSpec()
    {
        // Events 11 to 14, of two offsets each; what is in the third is wanted for a second more.
        _pieces.Add(11, lastOffset: 2, Now);
        _pieces.Add(12, lastOffset: 4, Now);
        _pieces.Add(13, lastOffset: 6, Now.AddSeconds(1));
        _pieces.Add(14, lastOffset: 8, Now);
    }

    [Theory]
    [InlineData(1, 0, null)]
    [InlineData(2, 0, null)]
    [InlineData(3, 0, 11L)]
    [InlineData(4, 0, 11L)]
    [InlineData(9, 0, 12L)]
    [InlineData(9, 1, 13L)]
    public void Gives_up_whole_events_from_the_oldest_until_one_is_wanted_and_never_the_last(
        long oldestKept, int seconds, long? upTo) =>
        Assert.Equal(upTo, _pieces.TakeUnwanted(oldestKept, Now.AddSeconds(seconds), countMin: 1));

    [Fact]
    public void Gives_up_nothing_where_it_is_not_worth_a_write() =>
        Assert.Null(_pieces.TakeUnwanted(9, Now, countMin: 3));

    [Fact]
    public void Gives_up_each_event_once()
    {
        Assert.Equal(12, _pieces.TakeUnwanted(9, Now, countMin: 1));
        Assert.Null(_pieces.TakeUnwanted(9, Now, countMin: 1));
        Assert.Equal(2, _pieces.Count);
    }
}
