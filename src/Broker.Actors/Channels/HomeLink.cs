using Broker.Actors.Telemetry;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// What a local channel says to its home, and to the <see cref="NodeActor"/> that gets the answers.
/// </summary>
internal sealed class HomeLink(ChannelName channel, LocalRoom room, NodeActors nodes, BrokerMetrics metrics)
{
    private const long NothingMissing = -1;

    private long _askedAfter = NothingMissing;

    public Attachment Attachment { get; } = new();

    /// <summary>True while something was lost on the way and has not come again.</summary>
    public bool IsMissing => _askedAfter == Attachment.Offset;

    /// <summary>Tells the home how many subscribers there are.</summary>
    /// <returns>The number of the request.</returns>
    public int Ask(int subscribers)
    {
        if (Attachment.Id == 0)
        {
            Attachment.Begin(nodes.NextId());
            nodes.Node.Tell(new RegisterAttachment(channel, Attachment.Id, room));
        }
        var version = Attachment.Next();
        Repeat(subscribers);
        return version;
    }

    /// <summary>Sends the last request again.</summary>
    public void Repeat(int subscribers) => nodes.Homes.Tell(Attachment.IsAttached
        ? new Count(channel, nodes.Node, Attachment.Id, Attachment.Version, subscribers)
        : new Attach(channel, nodes.Node, Attachment.Id, Attachment.Version, subscribers));

    public void Read(HistoryReading reading) =>
        nodes.Homes.Tell(new ReadHistory(channel, nodes.Node, Attachment.Id, reading.Next));

    /// <summary>Asks for what follows the last contents, once for each gap.</summary>
    public void AskForMissing()
    {
        if (!IsMissing) AskForMissingAgain();
    }

    public void AskForMissingAgain()
    {
        _askedAfter = Attachment.Offset;
        nodes.Homes.Tell(new Have(channel, Attachment.Id, Attachment.Offset));
    }

    public void Confirm() => nodes.Homes.Tell(new Confirmed(channel, Attachment.Id, Attachment.Offset));

    /// <summary>The attachment has ended, and has to be made again.</summary>
    public void Lose()
    {
        metrics.Reattached();
        Forget();
    }

    public void Detach()
    {
        if (Attachment.Id == 0) return;

        nodes.Homes.Tell(new Detach(channel, Attachment.Id));
        Forget();
    }

    /// <summary>Ends the attachment, which the home knows of already.</summary>
    private void Forget()
    {
        nodes.Node.Tell(new UnregisterAttachment(Attachment.Id));
        Attachment.End();
        _askedAfter = NothingMissing;
    }
}
