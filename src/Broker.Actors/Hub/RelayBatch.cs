using System.Runtime.InteropServices;
using Broker.Actors.Delivery;

namespace Broker.Actors.Hub;

/// <summary>
/// What other clients have relayed to one client and was not yet put into its outbox. Every one of the
/// contents settles exactly once, also when the connection fails meanwhile.
/// </summary>
internal sealed class RelayBatch(Outbox outbox)
{
    // A send costs a few microseconds, as much as copying about this much. What is smaller shares one send
    // with its neighbours; what is larger goes uncopied.
    private const int LargeBytes = 16 * 1024;
    private const int RunBytesMax = 128 * 1024;

    // A program counts on the order of what it receives: a slow one is cut off, and not left with a gap that
    // it does not know of.
    private const SlowConsumerPolicy Policy = SlowConsumerPolicy.Disconnect;

    // To an outbox every delivery is of a channel. No client can say this name.
    private static readonly ChannelName Inbox = ChannelName.Private("hub");

    private readonly List<RelayedContents> _waiting = [];
    private int _settled;
    private bool _isSlow;

    /// <summary>How contents look to the client; set before the first one is offered.</summary>
    public IWireEncoding? Encoding { get; set; }

    /// <returns>True when it is the first that waits.</returns>
    public bool Add(RelayedContents contents)
    {
        _waiting.Add(contents);
        return _waiting.Count == 1;
    }

    /// <summary>Offers all, in order, and settles each.</summary>
    /// <returns>False when the outbox has refused some.</returns>
    public bool Offer()
    {
        while (_settled < _waiting.Count)
        {
            var run = CollectionsMarshal.AsSpan(_waiting).Slice(_settled, RunLength());
            var receivers = Offer(run);
            foreach (var contents in run) Settle(contents, receivers);
        }
        Clear();
        return !_isSlow;
    }

    /// <summary>Settles what is left: it goes nowhere.</summary>
    public void Abandon()
    {
        while (_settled < _waiting.Count) Settle(_waiting[_settled], receivers: 0);
        Clear();
    }

    // Alone as the bytes they are, several as one copy.
    private int Offer(ReadOnlySpan<RelayedContents> relays)
    {
        var batch = relays.Length == 1
            ? relays[0].EncodedFor(Encoding!)
            : EncodedBatch.Gather(Encoding!, relays);
        // Nothing to show: the client has got it then.
        if (batch is null or { Bytes.IsEmpty: true }) return 1;

        var result = outbox.Offer(batch, Inbox, Policy);
        if (relays.Length > 1) batch.Memory?.Release();
        _isSlow |= result == EnqueueResult.Refused;
        if (result != EnqueueResult.Accepted) return 0;

        outbox.Metrics.Delivered(Encoding!.Protocol, batch.Frames, batch.Bytes.Length);
        return 1;
    }

    private void Settle(RelayedContents contents, int receivers)
    {
        _settled++;
        contents.Settle(receivers);
    }

    private int RunLength()
    {
        var bytes = _waiting[_settled].Bytes;
        if (bytes >= LargeBytes) return 1;

        var end = _settled + 1;
        for (; end < _waiting.Count && _waiting[end].Bytes < LargeBytes; end++)
        {
            bytes += _waiting[end].Bytes;
            if (bytes > RunBytesMax) break;
        }
        return end - _settled;
    }

    private void Clear()
    {
        _waiting.Clear();
        _settled = 0;
    }
}
