using Broker.Actors.Auction;

namespace Broker.Actors.Tests.Auction;

public class RelistQueueSpec
{
    private readonly RelistQueue _queue = new(atOnceMax: 2);

    [Fact]
    public void Asks_so_many_at_one_time_until_all_have_answered()
    {
        Add(1, 2, 3, 4);
        Assert.Equal([1, 2], Take());
        Assert.Empty(Take());
        _queue.Listed(new OfferId(2));
        Assert.Equal([3], Take());
        _queue.Listed(new OfferId(1));
        Assert.Equal([4], Take());
        _queue.Listed(new OfferId(3));
        Assert.False(_queue.IsQuiet);

        _queue.Listed(new OfferId(4));
        Assert.True(_queue.IsQuiet && _queue.IsEmpty);
        Assert.Empty(Take());
    }

    [Fact]
    public void Who_does_not_answer_or_refuses_is_asked_again()
    {
        Add(1, 2, 3);
        Take();
        _queue.Listed(new OfferId(1));
        Take();
        _queue.Refused();
        Assert.False(_queue.IsQuiet);
        _queue.EndRound();
        Assert.Equal([2, 3], Take());

        _queue.Listed(new OfferId(2));
        _queue.Refused();
        Assert.True(_queue.IsQuiet);
        Assert.False(_queue.IsEmpty);
        _queue.EndRound();
        Assert.Equal([3], Take());
        _queue.Listed(new OfferId(3));
        Assert.True(_queue.IsEmpty);
    }

    [Fact]
    public void Who_never_answers_is_given_up_and_holds_no_other_up()
    {
        Add(1);
        for (var rounds = 0; Take() is [1]; rounds++)
        {
            Assert.True(rounds < 100);
            _queue.EndRound();
        }
        Assert.True(_queue.IsEmpty);

        Add(2);
        Assert.Equal([2], Take());
    }

    private void Add(params ulong[] offers) => _queue.Add(offers.Select(number => new OfferId(number)));

    private List<ulong> Take() => [.. _queue.Take().Select(offer => offer.Number).Order()];
}
