using Broker.Actors.Channels;
using Broker.Actors.Delivery;

namespace Broker.Actors.Tests.Channels;

public class LocalRoomSpec
{
    private readonly PendingBytesLimit _budget = new(bytesMax: 1 << 20);
    private readonly LocalRoom _room;

    public LocalRoomSpec() => _room = new LocalRoom(ActorRefs.Nobody, _budget);

    [Fact]
    public void Takes_room_in_the_budget_and_gives_it_back()
    {
        Assert.True(_room.TryEnter(10, publications: 2));
        Assert.Equal(PendingBytesLimit.CostOf(10, 2), _budget.Bytes);
        _room.Leave(10, publications: 2);

        Assert.Equal(0, _budget.Bytes);
    }

    [Fact]
    public void Gives_all_back_when_it_closes_and_takes_none_from_then_on()
    {
        _budget.Enter(7);
        var others = _budget.Bytes;
        _room.TryEnter(10, publications: 1);
        _room.TryEnter(20, publications: 1);
        _room.Close();
        Assert.Equal(others, _budget.Bytes);

        _room.Leave(10, publications: 1);
        _room.Close();
        Assert.False(_room.TryEnter(1, publications: 1));
        Assert.Equal(others, _budget.Bytes);
    }

    [Fact]
    public void Whatever_comes_first_nothing_is_given_back_twice_or_never()
    {
        for (var round = 0; round < 200; round++)
        {
            var room = new LocalRoom(ActorRefs.Nobody, _budget);
            using var start = new Barrier(3);
            void Together(Action act)
            {
                start.SignalAndWait();
                act();
            }

            Parallel.Invoke(
                () => Together(() =>
                {
                    // Half of it stays in a mailbox.
                    for (var i = 0; i < 100 && room.TryEnter(i, publications: 1); i++)
                        if (i % 2 == 0) room.Leave(i, publications: 1);
                }),
                () => Together(() =>
                {
                    for (var i = 0; i < 100 && room.TryEnter(i, publications: 1); i++)
                        room.Leave(i, publications: 1);
                }),
                () => Together(room.Close));
            Assert.Equal(0, _budget.Bytes);
        }
    }
}
