using Akka.Persistence;
using Broker.Actors.Ids.Proto;
using Broker.Actors.Persistence;
using Broker.Actors.Tests.Cluster;
using Broker.Actors.Tests.Persistence;
using static Broker.Actors.Ids.IdProtocol;

namespace Broker.Actors.Tests.Ids;

public class IdAllocatorActorSpec : IdStage
{
    private readonly TestProbe _writes;

    public IdAllocatorActorSpec() => Journal.Probe = _writes = CreateTestProbe();

    [Fact]
    public async Task Gives_nothing_before_its_block_is_stored_and_then_all_of_it_without_storing_again()
    {
        var ids = Start();
        Journal.Hold();
        Ask(ids, 1, 2, 7);
        Assert.Equal(11ul, await ReservedAsync());
        Assert.False(HasMessages);

        Journal.StoreOne();
        await ExpectMsgAsync(new Allocated(1, 1));
        await ExpectMsgAsync(new Allocated(2, 2));
        await ExpectMsgAsync(new Allocated(4, 7));
        Ask(ids, 1);
        Assert.Equal(21ul, await ReservedAsync());
    }

    [Fact]
    public async Task Takes_a_block_only_under_a_lease_and_gives_what_is_left_of_it_without()
    {
        var lease = new SpecLease { MayStore = true };
        var ids = Start(lease: lease);
        Ask(ids, 3);
        await ExpectMsgAsync(new Allocated(1, 3));
        lease.MayStore = false;
        Ask(ids, 7, 1, 1);
        await ExpectMsgAsync(new Allocated(4, 7));
        await ExpectMsgAsync(Unavailable.Instance);
        await ExpectMsgAsync(Unavailable.Instance);

        lease.MayStore = true;
        Ask(ids, 1);
        await ExpectMsgAsync(new Allocated(11, 1));
    }

    [Fact]
    public async Task Ids_of_one_request_are_consecutive_across_two_blocks()
    {
        var ids = Start();
        Ask(ids, 8, 5);

        await ExpectMsgAsync(new Allocated(1, 8));
        await ExpectMsgAsync(new Allocated(9, 5));
    }

    [Fact]
    public async Task A_request_for_more_than_a_block_gets_a_block_of_its_size()
    {
        Ask(Start(), 25);

        Assert.Equal(26ul, await ReservedAsync());
        await ExpectMsgAsync(new Allocated(1, 25));
    }

    [Theory]
    [InlineData(true, 11)]
    [InlineData(false, 1)]
    public async Task Refuses_what_waits_when_the_store_fails_and_goes_on_with_the_next_request(
        bool isStored, ulong next)
    {
        var ids = Start();
        Journal.Hold();
        Ask(ids, 1, 2);
        await ReservedAsync();
        Journal.BreakOne(isStored);
        await ExpectMsgAsync(Unavailable.Instance);
        await ExpectMsgAsync(Unavailable.Instance);

        Journal.Release();
        await AwaitAssertAsync(async () =>
        {
            Ask(ids, 3);
            Assert.Equal(next, (await ExpectMsgAsync<Allocated>()).First);
        });
    }

    [Fact]
    public async Task At_the_end_of_the_numbers_a_request_for_less_still_gets_what_is_left()
    {
        await Ask<string>(Sys.ActorOf(Props.Create(() => new Seed(
            new EventChain(Journal.Generation), ulong.MaxValue - 10))), "ids");
        await _writes.ExpectMsgAsync<JournalScript.Writing>();

        Ask(Start(), 8, 5, 2, 1);

        await ExpectMsgAsync(new Allocated(ulong.MaxValue - 10, 8));
        await ExpectMsgAsync(Exhausted.Instance);
        await ExpectMsgAsync(new Allocated(ulong.MaxValue - 2, 2));
        await ExpectMsgAsync(Exhausted.Instance);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_block_of_no_ids_is_a_failure_and_stores_nothing(int count)
    {
        Ask(Start(), count);

        Assert.IsType<ArgumentOutOfRangeException>((await ExpectMsgAsync<Status.Failure>()).Cause);
        Assert.False(_writes.HasMessages);
    }

    [Fact]
    public async Task Refuses_requests_past_those_that_may_wait()
    {
        var ids = Start("block-size = 10, waiting-max = 1");
        Journal.Hold();
        Ask(ids, 1);
        await ReservedAsync();
        Ask(ids, 1);
        await ExpectMsgAsync(Unavailable.Instance);

        Journal.Release();
        await ExpectMsgAsync(new Allocated(1, 1));
    }

    private async Task<ulong> ReservedAsync() => ((IdsReserved)Assert.Single(
        (await _writes.ExpectMsgAsync<JournalScript.Writing>()).Events).Event).Next;

    private async Task<T> Ask<T>(IActorRef whom, object request)
    {
        whom.Tell(request, TestActor);
        return await ExpectMsgAsync<T>();
    }

    /// <summary>Stores that nearly all ids are given.</summary>
    private sealed class Seed(EventChain chain, ulong next) : UntypedPersistentActor
    {
        public override string PersistenceId => "ids";

        protected override void OnRecover(object message)
        {
        }

        protected override void OnCommand(object message) =>
            Persist(chain.Next(new IdsReserved { Next = next }), _ => Sender.Tell("stored"));
    }
}
