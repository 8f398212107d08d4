using Broker.Actors.Ids;
using static Broker.Actors.Ids.IdProtocol;
using static Broker.Actors.Tests.Ids.ScriptedIdBlocks;

namespace Broker.Actors.Tests.Ids;

public class IdAllocatorActorSpec : TestKit
{
    private readonly TestProbe _store;
    private readonly ScriptedIdBlocks _blocks;
    private readonly IActorRef _ids;

    public IdAllocatorActorSpec()
    {
        _store = CreateTestProbe();
        _blocks = new ScriptedIdBlocks(_store.Ref);
        _ids = Sys.ActorOf(IdAllocatorActor.PropsFor(_blocks, SpecSettings.Ids("block-size = 10")));
    }

    [Fact]
    public async Task Gives_nothing_before_its_block_is_reserved_and_then_all_of_it_without_asking_again()
    {
        Ask(1, 2, 7);
        await _store.ExpectMsgAsync(new Reserving(10));
        Assert.False(HasMessages);

        _blocks.Give(1);
        await ExpectMsgAsync(new Allocated(1, 1));
        await ExpectMsgAsync(new Allocated(2, 2));
        await ExpectMsgAsync(new Allocated(4, 7));
        Ask(1);
        await _store.ExpectMsgAsync(new Reserving(10));
    }

    [Fact]
    public async Task Ids_of_one_request_are_consecutive_across_two_blocks_that_are()
    {
        await Given(block: 1, count: 8);
        Ask(5);
        await _store.ExpectMsgAsync(new Reserving(10));
        _blocks.Give(11);

        await ExpectMsgAsync(new Allocated(9, 5));
    }

    [Fact]
    public async Task What_is_left_of_a_block_is_lost_where_another_node_took_the_next_one()
    {
        await Given(block: 1, count: 8);
        Ask(5);
        await _store.ExpectMsgAsync(new Reserving(10));
        _blocks.Give(101);

        await ExpectMsgAsync(new Allocated(101, 5));
    }

    [Fact]
    public async Task A_request_for_more_than_a_block_gets_a_block_of_its_size()
    {
        Ask(25);
        await _store.ExpectMsgAsync(new Reserving(25));
        _blocks.Give(1);

        await ExpectMsgAsync(new Allocated(1, 25));
    }

    [Fact]
    public async Task Who_waited_while_the_store_failed_is_told_and_the_next_one_tries_again()
    {
        Ask(1, 2);
        await _store.ExpectMsgAsync<Reserving>();
        await EventFilter.Error(contains: "cannot be reserved").ExpectOneAsync(() =>
        {
            _blocks.Fail("disk full");
            return Task.CompletedTask;
        });
        await ExpectMsgAsync(Unavailable.Instance);
        await ExpectMsgAsync(Unavailable.Instance);

        Ask(3);
        await _store.ExpectMsgAsync(new Reserving(10));
        _blocks.Give(21);
        await ExpectMsgAsync(new Allocated(21, 3));
    }

    [Fact]
    public async Task At_the_end_of_the_numbers_who_asks_for_less_still_gets_what_is_left()
    {
        await Given(block: ulong.MaxValue - 10, count: 8);
        Ask(5, 2, 1);
        await _store.ExpectMsgAsync<Reserving>();
        _blocks.Give(null);

        await ExpectMsgAsync(Exhausted.Instance);
        await ExpectMsgAsync(new Allocated(ulong.MaxValue - 2, 2));
        await ExpectMsgAsync(Exhausted.Instance);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_block_of_no_ids_is_a_failure_and_reserves_nothing(int count)
    {
        Ask(count);

        Assert.IsType<ArgumentOutOfRangeException>((await ExpectMsgAsync<Status.Failure>()).Cause);
        Assert.False(_store.HasMessages);
    }

    private async Task Given(ulong block, int count)
    {
        Ask(count);
        await _store.ExpectMsgAsync<Reserving>();
        _blocks.Give(block);
        await ExpectMsgAsync(new Allocated(block, count));
    }

    private void Ask(params int[] counts)
    {
        foreach (var count in counts) _ids.Tell(new Allocate(count), TestActor);
    }
}
