using FsCheck;
using FsCheck.Fluent;
using static Broker.Actors.Cluster.EntityProtocol;
using static Broker.Actors.Ids.IdProtocol;

namespace Broker.Actors.Tests.Ids;

/// <summary>Any sequence of requests, failures of the store and ends of the process.</summary>
public class IdRestartSpec : IdStage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(1);

    private enum Kind { Allocate, FailUnwritten, FailWritten, Restart }

    private static Arbitrary<List<(Kind Kind, int Count)>> Steps { get; } = (
        from kind in Gen.Frequency(
            (6, Gen.Constant(Kind.Allocate)),
            (1, Gen.Constant(Kind.FailUnwritten)),
            (1, Gen.Constant(Kind.FailWritten)),
            (2, Gen.Constant(Kind.Restart)))
        from count in Gen.Choose(1, 9)
        select (kind, count)).ListOf().Select(steps => steps.ToList()).ToArbitrary();

    [Fact]
    public void No_id_is_given_twice_whatever_fails_and_however_often_it_starts_again()
    {
        var given = new HashSet<ulong>();
        Prop.ForAll(Steps, steps =>
        {
            var ids = Start("block-size = 7");
            foreach (var (kind, count) in steps)
            {
                if (kind == Kind.Restart)
                {
                    Stop(ids);
                    ids = Start("block-size = 7");
                    continue;
                }

                if (kind == Kind.Allocate) Journal.Release();
                else Journal.Hold();
                Ask(ids, count);
                if (kind != Kind.Allocate) Break(ids, isStored: kind == Kind.FailWritten);
                Take(count, given);
            }
            Stop(ids);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));
    }

    private void Stop(IActorRef ids)
    {
        Journal.Release();
        Watch(ids);
        Sys.Stop(ids);
        ExpectTerminated(ids);
    }

    // What is left of the last block needs no write.
    private void Break(IActorRef ids, bool isStored)
    {
        AwaitCondition(() => HasMessages || Journal.IsSomethingHeld, Patience, Often);
        if (Journal.IsSomethingHeld)
        {
            Journal.BreakOne(isStored);
            // A request that reaches the allocator while it stops is lost.
            var probe = CreateTestProbe();
            AwaitAssert(
                () =>
                {
                    ids.Tell(CountEntities.Instance, probe);
                    probe.ExpectMsg(new EntityCount(0));
                },
                Patience,
                Often);
        }
        Journal.Release();
    }

    private void Take(int count, HashSet<ulong> given)
    {
        if (ExpectMsg<object>() is not Allocated allocated) return;

        Assert.Equal(count, allocated.Count);
        for (var i = 0; i < count; i++) Assert.True(given.Add(allocated.First + (ulong)i), "given twice");
    }
}
