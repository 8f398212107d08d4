namespace Broker.Kernel;

/// <summary>
/// Telling for those who may not fail of it: the event stream is used while an actor fails or ends, and some
/// of its subscribers do real work in their tell.
/// </summary>
internal static class SafeTell
{
    public static void Tell(IActorRef receiver, object message, IActorRef? sender)
    {
        try
        {
            receiver.Tell(message, sender);
        }
        catch (Exception)
        {
            // There is nobody left to be told about it: this is the way by which failures are told.
        }
    }
}
