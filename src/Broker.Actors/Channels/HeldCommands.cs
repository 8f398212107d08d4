using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>What came to a channel that has not read its stream yet, in order.</summary>
internal sealed class HeldCommands(int countMax, PublishBudget budget)
{
    private readonly Queue<(IChannelCommand Command, IActorRef Sender)> _held = new();

    public bool IsEmpty => _held.Count == 0;

    /// <summary>
    /// Holds it back, or tells its sender to come again. What was published is held in any case.
    /// </summary>
    public void Add(IChannelCommand command, IActorRef sender)
    {
        if (command is Told || _held.Count < countMax) _held.Enqueue((command, sender));
        else sender.Tell(new Rejected(command.Channel, RejectReason.Busy));
    }

    public bool TryTake(out (IChannelCommand Command, IActorRef Sender) next) => _held.TryDequeue(out next);

    public void Refuse()
    {
        while (_held.TryDequeue(out var next))
        {
            if (next.Command is Told told)
                budget.Leave(told.Stored.Publication.Content.Length, publications: 1);
            else next.Sender.Tell(new Rejected(next.Command.Channel, RejectReason.Unavailable));
        }
    }
}
