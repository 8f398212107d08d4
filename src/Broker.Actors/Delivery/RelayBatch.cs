using System.Runtime.InteropServices;

namespace Broker.Actors.Delivery;

/// <summary>
/// What other clients have relayed to a channel and was not yet offered to its subscribers. Every one of the
/// contents settles exactly once, also when the channel crashes while it offers them.
/// </summary>
internal sealed class RelayBatch(FanOut fanOut, int countMax, int bytesMax)
{
    // A send costs a few microseconds, as much as copying about this much. What is smaller shares one send
    // with its neighbours; what is larger goes uncopied.
    private const int LargeBytes = 16 * 1024;

    private readonly List<RelayedContents> _waiting = [];
    private int _settled;
    private int _bytes;

    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>It is time to offer: more would delay a subscribe that waits behind.</summary>
    public bool IsFull => _waiting.Count >= countMax || _bytes >= bytesMax;

    public void Add(RelayedContents contents)
    {
        _waiting.Add(contents);
        _bytes += contents.Bytes;
    }

    /// <summary>Offers all, in order, and settles each.</summary>
    public void Offer()
    {
        while (_settled < _waiting.Count)
        {
            var run = CollectionsMarshal.AsSpan(_waiting).Slice(_settled, RunLength());
            var receivers = fanOut.Offer(run);
            foreach (var contents in run) Settle(contents, receivers);
        }
        Clear();
    }

    /// <summary>The channel has failed: settles what is left.</summary>
    public void Abandon()
    {
        while (_settled < _waiting.Count) Settle(_waiting[_settled], receivers: 0);
        Clear();
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
            if (bytes > bytesMax) break;
        }
        return end - _settled;
    }

    private void Clear()
    {
        _waiting.Clear();
        (_settled, _bytes) = (0, 0);
    }
}
