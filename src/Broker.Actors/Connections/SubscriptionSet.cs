namespace Broker.Actors.Connections;

/// <summary>
/// The channels one connection subscribes to. Most have exactly one, so that one is kept without a
/// collection: it is what an idle connection costs.
/// </summary>
internal struct SubscriptionSet
{
    private ChannelName? _only;
    private HashSet<ChannelName>? _many;

    public readonly int Count => _many?.Count ?? (_only is null ? 0 : 1);

    /// <summary>The channels, in no order.</summary>
    public readonly IEnumerable<ChannelName> Channels => _only is null ? _many ?? [] : [_only];

    public readonly bool Contains(ChannelName channel) => _many?.Contains(channel) ?? channel.Equals(_only);

    /// <summary>Adds a channel, once.</summary>
    public void Add(ChannelName channel)
    {
        if (_many is not null) _many.Add(channel);
        else if (_only is null || _only.Equals(channel)) _only = channel;
        else (_many, _only) = ([_only, channel], null);
    }

    public void Remove(ChannelName channel)
    {
        if (_many is not null) _many.Remove(channel);
        else if (channel.Equals(_only)) _only = null;
    }

    /// <summary>The names, by ordinal.</summary>
    public readonly string[] ToSortedNames()
    {
        string[] names = [.. Channels.Select(channel => channel.Value)];
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }
}
