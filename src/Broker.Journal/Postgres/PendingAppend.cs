using System.Security.Cryptography;
using System.Text;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Postgres;

/// <summary>An append that waits, since when, and the promise of its answer.</summary>
internal sealed class PendingAppend(Append append, long bytes, long since)
    : TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    // What one costs in memory and on the wire beside its payloads.
    private const int OverheadBytes = 300;

    public Append Append => append;

    public long Bytes => bytes + OverheadBytes;

    /// <summary>When it came, in milliseconds of <see cref="Environment.TickCount64"/>.</summary>
    public long Since => since;

    /// <summary>Of one size, however long the appender's key is.</summary>
    public byte[]? KeyHash { get; } =
        append.Key is { } key ? SHA256.HashData(Encoding.UTF8.GetBytes(key)) : null;

    public void Refuse(RejectReason reason, string detail) =>
        TrySetResult(new Rejected(append.Stream, reason, detail));
}
