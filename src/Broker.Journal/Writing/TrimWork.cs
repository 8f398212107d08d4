using Broker.Journal.Format;
using Broker.Journal.Streams;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Writing;

internal sealed class TrimWork(Trim trim) : Work(trim.Stream)
{
    protected override int BodyBytes => EventBody.TrimBytes;

    protected override Answer Decide(Batch batch, StreamKey key)
    {
        if (batch.Refusal(Stream, key, out var head) is { } refused) return refused;

        var first = Math.Min(trim.BeforeVersion, head.LastVersion + 1);
        if (first <= head.FirstVersion) return new Trimmed(Stream, head.FirstVersion);

        var record = new RecordHeader(
            RecordKind.Trim, Name.Length, Events: 0, batch.NextPosition, first, head.LastPosition,
            EventBody.TrimBytes);
        EventBody.WriteTrim(head.LastVersion, batch.Add(record, Name));
        batch.Seal(record, key, head with { FirstVersion = first });
        return new Trimmed(Stream, first);
    }
}
