namespace Broker.Kernel;

/// <summary>
/// What actors tell each other about life and death; goes before all user messages. Linked into the
/// receiver's queue by itself, so one instance must never be sent twice.
/// </summary>
internal abstract class SystemMessage
{
    internal SystemMessage? Next;

    /// <summary>Stop: children first, then self.</summary>
    internal sealed class Terminate : SystemMessage;

    /// <summary>
    /// Take no user messages until as many <see cref="Resume"/> came; passed on to the children.
    /// </summary>
    internal sealed class Suspend : SystemMessage;

    /// <summary>With a cause, the failure of that cause is forgiven and the state is kept.</summary>
    internal sealed class Resume(Exception? cause) : SystemMessage
    {
        public Exception? Cause { get; } = cause;
    }

    /// <summary>Replace the actor by a fresh instance; mailbox and ref stay.</summary>
    internal sealed class Recreate(Exception cause) : SystemMessage
    {
        public Exception Cause { get; } = cause;
    }

    /// <summary>A child reports its failure to its parent and waits, suspended, for the verdict.</summary>
    internal sealed class Failed(ActorCell child, Exception cause) : SystemMessage
    {
        public ActorCell Child { get; } = child;
        public Exception Cause { get; } = cause;
    }

    internal sealed class Watch(KernelRef watcher) : SystemMessage
    {
        public KernelRef Watcher { get; } = watcher;
    }

    internal sealed class Unwatch(KernelRef watcher) : SystemMessage
    {
        public KernelRef Watcher { get; } = watcher;
    }

    /// <summary>The actor is gone. Goes to its parent always and to everybody who watches it.</summary>
    internal sealed class Died(KernelRef actor, bool existenceConfirmed) : SystemMessage
    {
        public KernelRef Actor { get; } = actor;
        public bool ExistenceConfirmed { get; } = existenceConfirmed;
    }
}
