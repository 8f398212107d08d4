using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>Reads of histories for those who do not subscribe.</summary>
internal sealed class NodeReads(HomeDependencies around)
{
    private readonly Dictionary<long, ChannelReader> _readers = [];

    public bool IsEmpty => _readers.Count == 0;

    /// <summary>Begins a read, whose answer goes to the asker.</summary>
    public void Begin(ReadChannel m, IActorRef asker)
    {
        var reader = new ChannelReader(m, around.Nodes.NextId(), asker, around.Time.GetUtcNow());
        _readers.Add(reader.Id, reader);
        Ask(reader);
    }

    /// <returns>False for the page of another reader.</returns>
    public bool Take(HistoryPage m)
    {
        if (!_readers.TryGetValue(m.ReaderId, out var reader)) return false;
        if (!reader.Reading.Take(m)) return true;

        if (!m.IsLast) Ask(reader);
        else
        {
            _readers.Remove(reader.Id);
            reader.Finish();
        }
        return true;
    }

    /// <returns>False for the refusal of another reader.</returns>
    public bool Take(HistoryRefused m)
    {
        if (!_readers.Remove(m.ReaderId, out var reader)) return false;

        reader.Refuse(m.Reason);
        return true;
    }

    /// <summary>Asks again for the pages that have not come, and gives up what takes too long.</summary>
    public void Retry()
    {
        var before = around.Time.GetUtcNow() - around.Settings.PublishTimeout;
        foreach (var reader in _readers.Values.ToArray())
        {
            if (reader.BeganAt > before) Ask(reader);
            else
            {
                _readers.Remove(reader.Id);
                reader.Refuse(RejectReason.Unavailable);
            }
        }
    }

    /// <summary>No page comes any more.</summary>
    public void RefuseAll()
    {
        foreach (var reader in _readers.Values) reader.Refuse(RejectReason.Unavailable);
        _readers.Clear();
    }

    private void Ask(ChannelReader reader) => around.Nodes.Homes.Tell(
        new ReadHistory(reader.Channel, around.Nodes.Node, reader.Id, reader.Reading.Next),
        ActorRefs.NoSender);
}
