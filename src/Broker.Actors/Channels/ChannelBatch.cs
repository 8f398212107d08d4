using Broker.Actors.Telemetry;

namespace Broker.Actors.Channels;

/// <summary>
/// What a channel has stamped and not yet sent. Its room bounds the encoded buffer that every outbox shares.
/// The arrays are given back when the batch was large, so that an idle channel stays small.
/// </summary>
internal sealed class ChannelBatch(int publicationsMax, int bytesMax)
{
    private const int KeptCapacity = 4;
    private Publication[] _publications = [];
    private PendingReceipt?[] _pending = [];
    private List<TraceMark>? _traces;

    public int Count { get; private set; }

    public int ContentBytes { get; private set; }

    /// <summary>When the oldest publication was accepted; meaningless while it is empty.</summary>
    public long AcceptedAt { get; private set; }

    /// <summary>Publications that are traced; mostly none.</summary>
    public IReadOnlyList<TraceMark> Traces => _traces ?? [];

    /// <summary>True when some publication must not go to its own sender.</summary>
    public bool HasExceptions { get; private set; }

    public bool IsEmpty => Count == 0;

    public ReadOnlySpan<Publication> Publications => _publications.AsSpan(0, Count);

    /// <summary>An empty batch has room for anything: a single publication has a limit of its own.</summary>
    public bool HasRoomFor(int bytes) =>
        Count == 0 || (Count < publicationsMax && ContentBytes + bytes <= bytesMax);

    public void Add(Publication publication, PendingReceipt? pending, long acceptedAt)
    {
        if (Count == 0) AcceptedAt = acceptedAt;
        if (Count == _publications.Length) Grow();
        _publications[Count] = publication;
        _pending[Count++] = pending;
        ContentBytes += publication.Content.Length;
        HasExceptions |= publication.Except is not null;
    }

    public void Add(TraceMark trace) => (_traces ??= []).Add(trace);

    /// <summary>Who waits for the receipt of a publication, if anybody does.</summary>
    public PendingReceipt? PendingAt(int index) => _pending[index];

    public void Clear()
    {
        if (_publications.Length > KeptCapacity) (_publications, _pending) = ([], []);
        else
        {
            Array.Clear(_publications);
            Array.Clear(_pending);
        }
        (Count, ContentBytes, HasExceptions, _traces) = (0, 0, false, null);
    }

    private void Grow()
    {
        var capacity = Math.Max(KeptCapacity, Count * 2);
        Array.Resize(ref _publications, capacity);
        Array.Resize(ref _pending, capacity);
    }
}
