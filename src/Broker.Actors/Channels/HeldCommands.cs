using Broker.Actors.Delivery;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>What came to a channel that has not read its stream yet, in order.</summary>
internal sealed class HeldCommands(int countMax, PendingBytesLimit budget)
{
    private readonly Queue<(IChannelCommand Command, IActorRef Sender)> _held = new();

    public bool IsEmpty => _held.Count == 0;

    /// <summary>
    /// Holds it back, or tells its sender to come again. Publications and ends of subscribers are always
    /// held.
    /// </summary>
    public void Add(IChannelCommand command, IActorRef sender)
    {
        // The budget bounds publications. An end that is dropped would leave its subscriber here for good.
        if (command is Told or Publish or SubscriberStopped || _held.Count < countMax)
            _held.Enqueue((command, sender));
        else sender.Tell(new Rejected(command.Channel, RejectReason.Busy));
    }

    public bool TryTake(out (IChannelCommand Command, IActorRef Sender) next) => _held.TryDequeue(out next);

    public void Refuse()
    {
        while (_held.TryDequeue(out var next))
        {
            budget.LeaveFor(next.Command);
            if (next.Command is not (Told or SubscriberStopped or Publish { Receipt: false }))
                next.Sender.Tell(new Rejected(next.Command.Channel, RejectReason.Unavailable));
        }
    }
}
