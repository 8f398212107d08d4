using System.Buffers.Binary;
using Broker.Actors.Journal;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Ids;

/// <summary>
/// Blocks of ids in the stream <c>ids</c>: each event says the first id that was never reserved. It is
/// appended with the version that was read, so of two nodes that want the same block one reads again and
/// takes the next.
/// </summary>
public sealed class JournalIdBlocks(IJournal journal) : IIdBlocks
{
    // Each loss is another node's success with a whole block: so many in a row is something else.
    private const int LossesMax = 100;
    private const int PageEventsMax = 100;
    private const byte Format = 1;
    private const ushort ReservedType = 1;
    private static readonly StreamName Stream = StreamName.Parse("ids");

    private ulong _next = 1;
    private long? _version;

    public async Task<ulong?> ReserveAsync(int count)
    {
        for (var losses = 0; losses < LossesMax; losses++)
        {
            if (_version is null) await ReadAsync();
            var begin = _next;
            // The highest number is never given, so that what comes next can always be written down.
            if (ulong.MaxValue - begin < (ulong)count) return null;
            if (await TryStoreAsync(begin + (ulong)count)) return begin;
        }
        throw new IOException($"a block of ids was lost to other nodes {LossesMax} times");
    }

    private async Task<bool> TryStoreAsync(ulong next)
    {
        // Until it is known what became of it, nothing is: a failure leaves it to be read again.
        var expected = _version;
        _version = null;
        // To the disk, also where the rest of the journal is not: it is one flush for many ids.
        var answer = await journal.AppendAsync(
            new Append(Stream, [Write(next)], Durability.Fsync) { ExpectedVersion = expected });
        if (answer is WrongVersion) return false;
        if (answer is not Stored stored) throw new IOException($"no block of ids was stored: {answer}");

        (_next, _version) = (next, stored.FirstVersion);
        // Whatever comes of it: what is left before the last event is read again and changes nothing.
        _ = journal.TrimAsync(new Trim(Stream, stored.FirstVersion)).AsTask();
        return true;
    }

    private async Task ReadAsync()
    {
        var version = 0L;
        while (true)
        {
            var answer = await journal.ReadAsync(new Read(Stream, version + 1, PageEventsMax));
            if (answer is not Page page) throw new IOException($"the blocks of ids cannot be read: {answer}");

            foreach (var recorded in page.Events) Take(recorded);
            version = page.Events.Count == 0 ? page.LastVersion : page.Events[^1].Version;
            if (version >= page.LastVersion) break;
        }
        _version = version;
    }

    private void Take(Recorded recorded)
    {
        var payload = recorded.Payload.Span;
        if (recorded.Type != ReservedType || payload.Length != 1 + sizeof(ulong) || payload[0] != Format)
            throw new IOException($"version {recorded.Version} of {Stream} makes no sense");

        _next = Math.Max(_next, BinaryPrimitives.ReadUInt64LittleEndian(payload[1..]));
    }

    private static Event Write(ulong next)
    {
        var payload = new byte[1 + sizeof(ulong)];
        payload[0] = Format;
        BinaryPrimitives.WriteUInt64LittleEndian(payload.AsSpan(1), next);
        return new Event(ReservedType, payload);
    }
}
