namespace Broker.Kernel;

/// <summary>
/// An actor's way through creation, failure, restart and end. Every method runs on the actor's own turn, so
/// the cell's state needs no lock.
/// </summary>
internal static class Lifecycle
{
    public static void Start(ActorCell cell)
    {
        cell.Phase = CellPhase.Normal;
        Guarded(cell, Create);
    }

    /// <summary>
    /// Handles a chain of system messages. Those the actor may not see yet wait until it may.
    /// </summary>
    public static void HandleAll(ActorCell cell, SystemMessage? next)
    {
        while (next is not null)
        {
            var message = next;
            (next, message.Next) = (message.Next, null);
            var before = Waiting(cell);
            if (before > 0 && MustWait(message, before)) (cell.Extras.Deferred ??= []).Add(message);
            else HandleGuarded(cell, message);

            if (cell.Phase == CellPhase.Terminated)
            {
                BuryRest(cell, next);
                return;
            }
            if (Waiting(cell) < before) next = Append(next, cell.ExtrasOrNull?.Deferred);
        }
    }

    /// <summary>
    /// The actor's code threw: it waits, suspended with its children, for its parent's verdict.
    /// </summary>
    public static void Fail(ActorCell cell, Exception cause) => Fail(cell, cause, exceptFor: []);

    internal static void Fail(ActorCell cell, Exception cause, ReadOnlySpan<ActorCell> exceptFor)
    {
        if (cell.ExtrasOrNull?.Perpetrator is not null) return;

        cell.Suspend();
        var failedChild = cell.CurrentEnvelope?.Message is ChildFailure ? (ActorCell)cell.Sender : null;
        cell.Extras.Perpetrator = failedChild ?? cell;
        foreach (var child in cell.Children)
        {
            if (!ReferenceEquals(child, failedChild) && !exceptFor.Contains(child))
                child.SendSystem(new SystemMessage.Suspend());
        }
        if (cell.ParentCell is { } parent) parent.SendSystem(new SystemMessage.Failed(cell, cause));
        else Ending.Terminate(cell);
    }

    internal static void Guarded(ActorCell cell, Action<ActorCell> step)
    {
        try
        {
            step(cell);
        }
        catch (Exception failure)
        {
            Fail(cell, failure);
        }
    }

    internal static void Create(ActorCell cell)
    {
        try
        {
            cell.NewActor();
            cell.Actor!.RunPreStart();
            cell.ExtrasOrNull?.ReceiveTimer?.After(null);
        }
        catch (Exception failure)
        {
            // No instance: what comes of this is a creation again, or an end without PostStop.
            cell.Actor = null;
            throw new ActorInitializationException(cell, "Exception during creation", failure);
        }
    }

    private static void HandleGuarded(ActorCell cell, SystemMessage message)
    {
        try
        {
            Handle(cell, message);
        }
        catch (Exception failure)
        {
            Fail(cell, failure);
        }
    }

    private static void Handle(ActorCell cell, SystemMessage message)
    {
        switch (message)
        {
            case SystemMessage.Watch m: cell.DeathWatch.AddWatcher(m.Watcher); break;
            case SystemMessage.Unwatch m: cell.DeathWatchOrNull?.RemoveWatcher(m.Watcher); break;
            case SystemMessage.Died m: SubjectDied(cell, m); break;
            case SystemMessage.Failed m: ChildFailed(cell, m); break;
            case SystemMessage.Suspend: Suspend(cell); break;
            case SystemMessage.Resume m: Restarting.Resume(cell, m.Cause); break;
            case SystemMessage.Recreate m: Restarting.Recreate(cell, m.Cause); break;
            case SystemMessage.Terminate: Ending.Terminate(cell); break;
        }
    }

    private static void Suspend(ActorCell cell)
    {
        cell.Suspend();
        foreach (var child in cell.Children) child.SendSystem(new SystemMessage.Suspend());
    }

    private static void ChildFailed(ActorCell cell, SystemMessage.Failed failed)
    {
        if (!cell.IsParentOf(failed.Child)) return;

        cell.CurrentEnvelope = new Envelope(ChildFailure.Instance, failed.Child);
        if (!cell.Actor!.Strategy.HandleFailure(cell, failed.Child, failed.Cause))
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failed.Cause);
        cell.CurrentEnvelope = null;
    }

    private static void SubjectDied(ActorCell cell, SystemMessage.Died died)
    {
        var alive = cell.Phase < CellPhase.Terminating;
        cell.DeathWatchOrNull?.SubjectDied(died.Actor, died.ExistenceConfirmed, deliver: alive);
        if (cell.IsParentOf(died.Actor)) ChildDied(cell, (ActorCell)died.Actor);
    }

    private static void ChildDied(ActorCell cell, ActorCell child)
    {
        var children = cell.ChildMap!;
        children.Remove(child);
        cell.Actor?.ChildStopped(child);
        if (cell.Phase == CellPhase.Normal || children.AnyDying) return;

        switch (cell.Phase)
        {
            case CellPhase.AwaitingRestart: Restarting.FinishRecreate(cell); break;
            case CellPhase.AwaitingCreation: Restarting.FinishCreate(cell); break;
            case CellPhase.Terminating: Ending.Finish(cell); break;
        }
    }

    // The higher, the fewer system messages are taken.
    private static int Waiting(ActorCell cell) => cell.Phase switch
    {
        CellPhase.AwaitingCreation or CellPhase.AwaitingRestart => 2,
        _ => cell.SuspendCount > 0 ? 1 : 0,
    };

    private static bool MustWait(SystemMessage message, int waiting) => message switch
    {
        SystemMessage.Failed => waiting >= 1,
        SystemMessage.Recreate or SystemMessage.Suspend or SystemMessage.Resume => waiting >= 2,
        _ => false,
    };

    private static SystemMessage? Append(SystemMessage? chain, List<SystemMessage>? deferred)
    {
        if (deferred is not { Count: > 0 }) return chain;

        SystemMessage? head = null;
        foreach (var message in Enumerable.Reverse(deferred)) (message.Next, head) = (head, message);
        deferred.Clear();
        if (chain is null) return head;

        var last = chain;
        while (last.Next is { } following) last = following;
        last.Next = head;
        return chain;
    }

    private static void BuryRest(ActorCell cell, SystemMessage? chain)
    {
        // The mailbox is closed by now, so sending is burying.
        while (chain is not null)
        {
            var message = chain;
            (chain, message.Next) = (message.Next, null);
            cell.SendSystem(message);
        }
    }
}
