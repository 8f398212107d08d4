using Broker.Actors.Journal;
using Broker.Journal.Streams;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Writing;

/// <summary>Stores nothing, but is answered when the disk has everything that was stored before.</summary>
internal sealed class SyncWork() : Work(Nobody)
{
    private static readonly StreamName Nobody = StreamName.Parse("-");

    public override bool NeedsSync => true;

    protected override int BodyBytes => 0;

    protected override Answer Decide(Batch batch, StreamKey key) => new Trimmed(Nobody, 0);
}
