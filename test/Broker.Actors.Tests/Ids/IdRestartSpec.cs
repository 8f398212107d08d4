using Broker.Actors.Ids;
using FsCheck;
using FsCheck.Fluent;
using static Broker.Actors.Ids.IdProtocol;

namespace Broker.Actors.Tests.Ids;

/// <summary>Any sequence of requests, failures of the store and ends of the process over one store.</summary>
public class IdRestartSpec : TestKit
{
    private enum Kind { Allocate, FailUnwritten, FailWritten, Restart }

    private static Arbitrary<List<Step>> Steps { get; } = (
        from kind in Gen.Frequency(
            (6, Gen.Constant(Kind.Allocate)),
            (1, Gen.Constant(Kind.FailUnwritten)),
            (1, Gen.Constant(Kind.FailWritten)),
            (2, Gen.Constant(Kind.Restart)))
        from count in Gen.Choose(1, 9)
        select new Step(kind, count)).ListOf().Select(steps => steps.ToList()).ToArbitrary();

    [Fact]
    public void No_id_is_given_twice_whatever_fails_and_however_often_it_starts_again() =>
        Prop.ForAll(Steps, steps =>
        {
            var (blocks, given) = (new KeptIdBlocks(), new HashSet<ulong>());
            var ids = Start(blocks);
            foreach (var step in steps)
            {
                if (step.Kind == Kind.Restart) ids = Start(blocks);
                else
                {
                    var outcome = (step.Kind != Kind.Allocate, step.Kind != Kind.FailUnwritten);
                    blocks.Outcome = () => outcome;
                    ids.Tell(new Allocate(step.Count), TestActor);
                    Take(step.Count, given);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    private IActorRef Start(KeptIdBlocks blocks) =>
        Sys.ActorOf(IdAllocatorActor.PropsFor(blocks, SpecSettings.Ids("block-size = 7")));

    private void Take(int count, HashSet<ulong> given)
    {
        if (ExpectMsg<object>() is not Allocated allocated) return;

        Assert.Equal(count, allocated.Count);
        for (var i = 0; i < count; i++) Assert.True(given.Add(allocated.First + (ulong)i), "given twice");
    }

    private sealed record Step(Kind Kind, int Count);
}
