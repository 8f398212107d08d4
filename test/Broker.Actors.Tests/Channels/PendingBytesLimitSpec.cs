using Broker.Actors.Delivery;

namespace Broker.Actors.Tests.Channels;

public class PendingBytesLimitSpec
{
    private readonly PendingBytesLimit _budget = new(bytesMax: 1000);

    [Fact]
    public void Takes_publications_until_its_limit_and_refuses_without_a_trace()
    {
        Assert.True(_budget.TryEnter(372));
        Assert.True(_budget.TryEnter(372));
        Assert.Equal(1000, _budget.Bytes);

        Assert.False(_budget.TryEnter(0));
        Assert.Equal(1000, _budget.Bytes);
    }

    [Fact]
    public void Counts_an_overhead_so_that_empty_publications_are_bounded_too()
    {
        var taken = 0;
        while (_budget.TryEnter(0)) taken++;

        Assert.Equal(7, taken);
    }

    [Fact]
    public void Gives_the_room_of_many_publications_back_at_once()
    {
        _budget.TryEnter(10);
        _budget.TryEnter(20);
        _budget.Leave(30, publications: 2);
        _budget.Leave(0, publications: 0);

        Assert.Equal(0, _budget.Bytes);
    }
}
