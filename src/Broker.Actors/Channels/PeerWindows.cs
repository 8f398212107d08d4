using System.Collections.Concurrent;

namespace Broker.Actors.Channels;

/// <summary>
/// Content bytes on their way to each other node, of all homes and publishers of this one. Akka.Remote has no
/// back-pressure of its own: without this a node that stands still would take the memory of all others. Safe
/// from any thread.
/// </summary>
/// <param name="bytesMax">For each node. One message is always let through, however large.</param>
public sealed class PeerWindows(long bytesMax)
{
    private readonly ConcurrentDictionary<IActorRef, Window> _windows = new();
    private long _refusals;

    public long BytesMax { get; } = bytesMax;

    /// <summary>How often something did not fit.</summary>
    public long Refusals => Volatile.Read(ref _refusals);

    /// <summary>Bytes under way to the node that has most of them.</summary>
    public long Largest => All.Select(window => window.Bytes).DefaultIfEmpty().Max();

    /// <summary>Each node that something was sent to, with the bytes under way.</summary>
    public IEnumerable<(IActorRef Node, long Bytes)> All =>
        _windows.Select(window => (window.Key, window.Value.Bytes));

    /// <summary>Bytes under way to a node.</summary>
    public long BytesTo(IActorRef node) => _windows.TryGetValue(node, out var window) ? window.Bytes : 0;

    /// <summary>False when too much is under way to the node.</summary>
    public bool TryEnter(IActorRef node, long bytes)
    {
        if (_windows.GetOrAdd(node, static _ => new Window()).TryEnter(bytes, BytesMax)) return true;

        Interlocked.Increment(ref _refusals);
        return false;
    }

    /// <summary>The node has got the bytes, or they are given up.</summary>
    public void Leave(IActorRef node, long bytes)
    {
        if (bytes != 0 && _windows.TryGetValue(node, out var window)) window.Leave(bytes);
    }

    /// <summary>The node is gone.</summary>
    public void Forget(IActorRef node) => _windows.TryRemove(node, out _);

    private sealed class Window
    {
        private long _bytes;

        public long Bytes => Volatile.Read(ref _bytes);

        public bool TryEnter(long bytes, long bytesMax)
        {
            var after = Interlocked.Add(ref _bytes, bytes);
            if (after <= bytesMax || after == bytes) return true;

            Interlocked.Add(ref _bytes, -bytes);
            return false;
        }

        public void Leave(long bytes) => Interlocked.Add(ref _bytes, -bytes);
    }
}
