using Broker.Actors.Cluster;
using Broker.Actors.Ids;
using Broker.Actors.Tests.Persistence;
using static Broker.Actors.Ids.IdProtocol;

namespace Broker.Actors.Tests.Ids;

/// <summary>The allocator over a journal that the spec directs.</summary>
public abstract class IdStage : TestKit
{
    protected IdStage()
        : this(new JournalScript())
    {
    }

    private IdStage(JournalScript journal)
        : base(journal.ToSystemSetup()) => Journal = journal;

    private protected JournalScript Journal { get; }

    private protected IActorRef Start(string settings = "block-size = 10", IHomeLease? lease = null) =>
        Sys.ActorOf(EntityParent.PropsFor(
            IdAllocatorActor.KindFor(Journal.Generation, SpecSettings.Ids(settings), lease)));

    private protected void Ask(IActorRef ids, params int[] counts)
    {
        foreach (var count in counts) ids.Tell(new Allocate(count), TestActor);
    }
}
