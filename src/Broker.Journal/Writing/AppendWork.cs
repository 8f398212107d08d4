using Broker.Actors;
using Broker.Journal.Format;
using Broker.Journal.Streams;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Writing;

internal sealed class AppendWork(Append append, int bodyBytes) : Work(append.Stream)
{
    public override bool NeedsSync => append.Level == Durability.Fsync;

    protected override int BodyBytes => bodyBytes;

    protected override Answer Decide(Batch batch, StreamKey key)
    {
        if (batch.Refusal(Stream, key, out var head) is { } refused) return refused;
        if (append.ExpectedVersion is { } expected && expected != head.LastVersion)
            return new WrongVersion(Stream, head.LastVersion);

        var record = new RecordHeader(
            RecordKind.Events, Name.Length, append.Events.Count, batch.NextPosition,
            head.LastVersion + 1, head.LastPosition, bodyBytes);
        EventBody.Write(append.Events, batch.Add(record, Name));
        batch.Seal(record, key, head with
        {
            LastPosition = record.Position,
            LastVersion = record.LastVersion,
        });
        return new Stored(
            Stream, record.Version, record.Position, NeedsSync ? Durability.Fsync : Durability.File);
    }
}
