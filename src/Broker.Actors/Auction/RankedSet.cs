namespace Broker.Actors.Auction;

/// <summary>
/// A sorted set that knows places: what is at a place, and how many are before something. Items are in
/// chunks, and a Fenwick tree over the chunks' counts finds a place, so that a look takes O(log n) and a
/// change moves at most one chunk; every half a chunk of growth the tree is made anew. 8 to 16 bytes an item.
/// </summary>
/// <param name="comparer">Of two different items none is equal.</param>
internal sealed class RankedSet<T>(IComparer<T> comparer)
{
    private const int ChunkMax = 256;

    private readonly List<Chunk> _chunks = [];
    private int[] _tree = [0];

    public int Count { get; private set; }

    /// <summary>What has so many items before it.</summary>
    public T this[int place]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(place);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, Count);
            var chunk = 0;
            for (var step = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_tree.Length) >> 1;
                step > 0; step >>= 1)
            {
                if (chunk + step >= _tree.Length || _tree[chunk + step] > place) continue;
                chunk += step;
                place -= _tree[chunk];
            }
            return _chunks[chunk].Items[place];
        }
    }

    /// <param name="items">In order.</param>
    public static RankedSet<T> Of(ReadOnlySpan<T> items, IComparer<T> comparer)
    {
        var set = new RankedSet<T>(comparer);
        // Not full, so that the first additions do not split every chunk.
        const int fill = ChunkMax * 3 / 4;
        for (var first = 0; first < items.Length; first += fill)
        {
            var chunk = new Chunk { Count = Math.Min(fill, items.Length - first) };
            items.Slice(first, chunk.Count).CopyTo(chunk.Items);
            set._chunks.Add(chunk);
        }
        set.Count = items.Length;
        set.CountAnew();
        return set;
    }

    /// <summary>False if it is there already.</summary>
    public bool Add(T item)
    {
        var at = Math.Min(ChunkOf(item), _chunks.Count - 1);
        if (at < 0)
        {
            at = 0;
            Insert(0, new Chunk());
        }

        var place = Array.BinarySearch(_chunks[at].Items, 0, _chunks[at].Count, item, comparer);
        if (place >= 0) return false;

        place = ~place;
        if (_chunks[at].Count == ChunkMax) (at, place) = Split(at, place);
        _chunks[at].Insert(place, item);
        Change(at, 1);
        return true;
    }

    /// <summary>False if it is not there.</summary>
    public bool Remove(T item)
    {
        var at = ChunkOf(item);
        if (at == _chunks.Count) return false;

        var place = Array.BinarySearch(_chunks[at].Items, 0, _chunks[at].Count, item, comparer);
        if (place < 0) return false;

        _chunks[at].RemoveAt(place);
        Change(at, -1);
        Shrink(at);
        return true;
    }

    /// <summary>
    /// How many are before something; of two items the earlier one is, if the later one is.
    /// </summary>
    public int CountWhile(Func<T, bool> isBefore)
    {
        var (low, high) = (0, _chunks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (isBefore(_chunks[middle].Last)) low = middle + 1;
            else high = middle;
        }
        if (low == _chunks.Count) return Count;

        var (chunk, place, end) = (_chunks[low], 0, _chunks[low].Count);
        while (place < end)
        {
            var middle = (place + end) / 2;
            if (isBefore(chunk.Items[middle])) place = middle + 1;
            else end = middle;
        }
        return place + CountBefore(low);
    }

    // The first chunk that ends with it or later; the number of chunks if none does.
    private int ChunkOf(T item)
    {
        var (low, high) = (0, _chunks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (comparer.Compare(_chunks[middle].Last, item) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private (int At, int Place) Split(int at, int place)
    {
        // What comes in order leaves full chunks behind it.
        var isAppended = at == _chunks.Count - 1 && place == ChunkMax;
        var kept = isAppended ? ChunkMax : ChunkMax / 2;
        Insert(at + 1, _chunks[at].TakeFrom(kept));
        return place > kept || isAppended ? (at + 1, place - kept) : (at, place);
    }

    private void Shrink(int at)
    {
        var chunk = _chunks[at];
        var isMerged = at > 0 && _chunks[at - 1].Count + chunk.Count <= ChunkMax / 2;
        if (chunk.Count > 0 && !isMerged) return;

        if (isMerged) _chunks[at - 1].Append(chunk);
        _chunks.RemoveAt(at);
        CountAnew();
    }

    private void Insert(int at, Chunk chunk)
    {
        _chunks.Insert(at, chunk);
        CountAnew();
    }

    private void CountAnew()
    {
        if (_tree.Length != _chunks.Count + 1) _tree = new int[_chunks.Count + 1];
        for (var i = 1; i < _tree.Length; i++) _tree[i] = _chunks[i - 1].Count;
        for (var i = 1; i < _tree.Length; i++)
            if (i + (i & -i) is var next && next < _tree.Length) _tree[next] += _tree[i];
    }

    private void Change(int chunk, int by)
    {
        Count += by;
        for (var i = chunk + 1; i < _tree.Length; i += i & -i) _tree[i] += by;
    }

    private int CountBefore(int chunk)
    {
        var count = 0;
        for (var i = chunk; i > 0; i -= i & -i) count += _tree[i];
        return count;
    }

    private sealed class Chunk
    {
        public T[] Items { get; } = new T[ChunkMax];

        public int Count { get; set; }

        public T Last => Items[Count - 1];

        public void Insert(int place, T item)
        {
            Array.Copy(Items, place, Items, place + 1, Count - place);
            Items[place] = item;
            Count++;
        }

        public void RemoveAt(int place)
        {
            Count--;
            Array.Copy(Items, place + 1, Items, place, Count - place);
            Items[Count] = default!;
        }

        public void Append(Chunk other)
        {
            Array.Copy(other.Items, 0, Items, Count, other.Count);
            Count += other.Count;
        }

        public Chunk TakeFrom(int place)
        {
            var taken = new Chunk { Count = Count - place };
            Array.Copy(Items, place, taken.Items, 0, taken.Count);
            Array.Clear(Items, place, taken.Count);
            Count = place;
            return taken;
        }
    }
}
