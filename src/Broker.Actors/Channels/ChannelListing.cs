using Broker.Actors.Cluster.Rows;

namespace Broker.Actors.Channels;

/// <summary>
/// The names of the public channels that have subscribers, on this node and on the others. All who ask
/// between two changes share one copy.
/// </summary>
public sealed class ChannelListing
{
    private const int Here = 1;
    private const int OneElsewhere = 2;

    // How many other nodes have it, and in the lowest bit whether this one does: a set of each node beside
    // this one would cost a single process as much again.
    private readonly SortedDictionary<string, int> _holders = new(StringComparer.Ordinal);
    private IReadOnlyList<string>? _names;

    public ChannelListing(TimeProvider time) => Rows = new SharedRows(OwnRows, ChangeElsewhere, time);

    /// <summary>What the nodes tell each other of it.</summary>
    public SharedRows Rows { get; }

    /// <summary>How many have subscribers on this node.</summary>
    public int OwnCount { get; private set; }

    /// <summary>How many have subscribers on any node.</summary>
    public int Count => _holders.Count;

    /// <summary>Sorted by ordinal. Later changes do not show in it.</summary>
    public IReadOnlyList<string> Names => _names ??= [.. _holders.Keys];

    /// <summary>This node has its first subscriber of the channel.</summary>
    public void Add(ChannelName channel)
    {
        if (channel.IsReserved) return;

        var holders = _holders.GetValueOrDefault(channel.Value);
        if ((holders & Here) != 0) return;

        Set(channel.Value, holders | Here);
        OwnCount++;
        Rows.Change(new Row(channel.Value));
    }

    /// <summary>The last subscriber on this node has left.</summary>
    public void Remove(ChannelName channel)
    {
        var holders = _holders.GetValueOrDefault(channel.Value);
        if ((holders & Here) == 0) return;

        Set(channel.Value, holders & ~Here);
        OwnCount--;
        Rows.Change(new Row(channel.Value, IsGone: true));
    }

    private void ChangeElsewhere(IActorRef node, Row row) => Set(
        row.Key, _holders.GetValueOrDefault(row.Key) + (row.IsGone ? -OneElsewhere : OneElsewhere));

    private void Set(string name, int holders)
    {
        if (holders == 0) _holders.Remove(name);
        else _holders[name] = holders;
        _names = null;
    }

    private IEnumerable<Row> OwnRows() =>
        from one in _holders where (one.Value & Here) != 0 select new Row(one.Key);
}
