using Broker.Actors.Journal;
using Broker.Journal.Format;
using Broker.Journal.Streams;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Writing;

/// <summary>Something that waits for the writer, and the promise of its answer.</summary>
internal abstract class Work(StreamName stream)
    : TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public StreamName Stream => stream;

    public byte[] Name { get; } = RecordName.Bytes(stream);

    /// <summary>What it puts into the log at most.</summary>
    public int RecordBytes => RecordHeader.FixedBytes + Name.Length + BodyBytes;

    /// <summary>True if nobody may be answered before the disk has it.</summary>
    public virtual bool NeedsSync => false;

    /// <summary>What to answer when the batch is stored.</summary>
    public Answer? Outcome { get; private set; }

    protected abstract int BodyBytes { get; }

    /// <summary>Decides on it, behind everything that is in the batch already.</summary>
    public void AddTo(Batch batch) => Outcome = Decide(batch, StreamKey.Of(Name));

    public void Refuse(RejectReason reason, string detail) => SetResult(new Rejected(stream, reason, detail));

    protected abstract Answer Decide(Batch batch, StreamKey key);
}
