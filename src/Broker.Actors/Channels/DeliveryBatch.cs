using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// Contents that wait for the next fan-out of a local channel: one piece stays the array that came, several
/// are gathered. A bounded number, since what goes out together is the largest piece that an outbox takes or
/// refuses as a whole.
/// </summary>
internal sealed class DeliveryBatch(int publicationsMax, int bytesMax)
{
    private ReadOnlyMemory<Publication> _only;
    private Publication[] _gathered = [];
    private List<OwnPublications>? _own;

    public int Count { get; private set; }

    public int ContentBytes { get; private set; }

    /// <summary>Room that the contents hold in the budget.</summary>
    public (int Bytes, int Publications) Owed { get; private set; }

    public bool IsEmpty => Count == 0;

    public ReadOnlySpan<Publication> Publications =>
        _only.Length == Count ? _only.Span : _gathered.AsSpan(0, Count);

    /// <summary>What this node knows of its own publications among them.</summary>
    public IReadOnlyList<OwnPublications> Own => _own ?? [];

    /// <summary>An empty batch has room for anything: a single publication has a limit of its own.</summary>
    public bool HasRoomFor(int publications, int bytes) =>
        Count == 0 || (Count + publications <= publicationsMax && ContentBytes + bytes <= bytesMax);

    public void Add(ReadOnlyMemory<Publication> publications, int bytes)
    {
        if (Count == 0) _only = publications;
        else Gather(publications.Span);
        Count += publications.Length;
        ContentBytes += bytes;
    }

    /// <summary>Adds contents, but for those that are known already.</summary>
    public void Add(Contents contents, int known)
    {
        Add(contents.Batch.Contents.AsMemory(known), contents.OwedBytes);
        Owed = (Owed.Bytes + contents.OwedBytes, Owed.Publications + contents.OwedPublications);
        if (contents.Own is { } own) (_own ??= []).Add(own);
    }

    /// <summary>The subscriber that does not get the publication at an offset; null for none.</summary>
    public IActorRef? ExceptionAt(long offset)
    {
        foreach (var own in Own)
            foreach (var exception in own.Exceptions ?? [])
                if (exception.Offset == offset) return exception.Except;
        return null;
    }

    public bool HasExceptions => _own?.Exists(own => own.Exceptions is not null) == true;

    /// <summary>All of it is gone, the arrays too: an idle channel stays small.</summary>
    public void Clear() =>
        (_only, _gathered, _own, Count, ContentBytes, Owed) = (default, [], null, 0, 0, default);

    private void Gather(ReadOnlySpan<Publication> more)
    {
        var needed = Count + more.Length;
        if (_gathered.Length < needed) Array.Resize(ref _gathered, Math.Max(needed, 2 * _gathered.Length));
        if (_only.Length == Count) _only.Span.CopyTo(_gathered);
        more.CopyTo(_gathered.AsSpan(Count));
        _only = default;
    }
}
