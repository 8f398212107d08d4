using Broker.Actors.Ids;
using static Broker.Actors.Ids.IdProtocol;

namespace Broker.Actors.Tests.Ids;

public class IdAllocatorActorSpec : TestKit
{
    [Fact]
    public async Task Gives_out_each_id_once_from_1()
    {
        var ids = Start(lastUsed: 0);

        Assert.Equal(new Allocated(1, 1), await Ask<Allocated>(ids, 1));
        Assert.Equal(new Allocated(2, 10), await Ask<Allocated>(ids, 10));
        Assert.Equal(new Allocated(12, 1), await Ask<Allocated>(ids, 1));
    }

    [Fact]
    public async Task Starts_behind_the_highest_id_that_may_be_in_use() =>
        Assert.Equal(new Allocated(42, 1), await Ask<Allocated>(Start(lastUsed: 41), 1));

    [Fact]
    public async Task Says_when_the_numbers_are_used_up_and_gives_what_is_left_to_who_asks_for_less()
    {
        var ids = Start(ulong.MaxValue - 2);
        await Ask<Exhausted>(ids, 3);

        Assert.Equal(new Allocated(ulong.MaxValue - 1, 2), await Ask<Allocated>(ids, 2));
        await Ask<Exhausted>(ids, 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_block_of_no_ids_is_a_failure_and_costs_nothing(int count)
    {
        var ids = Start(lastUsed: 0);
        Assert.IsType<ArgumentOutOfRangeException>((await Ask<Status.Failure>(ids, count)).Cause);

        Assert.Equal(new Allocated(1, 1), await Ask<Allocated>(ids, 1));
    }

    private IActorRef Start(ulong lastUsed) => Sys.ActorOf(IdAllocatorActor.PropsFor(lastUsed));

    private async Task<T> Ask<T>(IActorRef ids, int count)
    {
        ids.Tell(new Allocate(count), TestActor);
        return await ExpectMsgAsync<T>();
    }
}
