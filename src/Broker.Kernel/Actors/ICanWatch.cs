namespace Broker.Kernel;

/// <summary>Death watch: be told, by one message, that another actor is gone for good.</summary>
public interface ICanWatch
{
    /// <summary>A <see cref="Terminated"/> will come, also when the subject is dead already.</summary>
    IActorRef Watch(IActorRef subject);

    /// <summary>
    /// As <see cref="Watch"/>, but the given message comes in place of <see cref="Terminated"/>.
    /// </summary>
    IActorRef WatchWith(IActorRef subject, object message);

    /// <summary>Ends the watch; a notice that already waits in the mailbox is dropped too.</summary>
    IActorRef Unwatch(IActorRef subject);
}
