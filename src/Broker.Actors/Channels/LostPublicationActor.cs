using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// Gives back the room of publications that no channel will ever send: those that waited at a channel when it
/// crashed come by here as dead letters.
/// </summary>
public sealed class LostPublicationActor(PublishBudget budget) : UntypedActor
{
    public static Props PropsFor(PublishBudget budget) => Props.Create(() => new LostPublicationActor(budget));

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case DeadLetter { Message: Publish m }: budget.Leave(m.Content.Length, publications: 1); break;
            case DeadLetter: break;
            default: Unhandled(message); break;
        }
    }
}
