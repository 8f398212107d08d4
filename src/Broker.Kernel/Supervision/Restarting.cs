namespace Broker.Kernel;

/// <summary>Resume and restart: what a supervisor's verdict does to the actor it was passed on.</summary>
internal static class Restarting
{
    public static void Recreate(ActorCell cell, Exception cause)
    {
        if (cell.Phase != CellPhase.Normal)
        {
            // Ending anyway; only the suspend that came with the failure is taken back.
            Resume(cell, null);
            return;
        }
        if (cell.Actor is not { } failed)
        {
            CreateAgain(cell);
            return;
        }
        if (!cell.Extras.IsCleared) RunPreRestart(cell, failed, cause);
        // Gone from here on: should the actor be stopped meanwhile, it must not run PostStop a second time.
        cell.Actor = null;
        cell.Extras.RestartCause = cause;
        if (cell.ChildMap?.AnyDying == true) cell.Phase = CellPhase.AwaitingRestart;
        else FinishRecreate(cell);
    }

    public static void FinishRecreate(ActorCell cell)
    {
        var extras = cell.Extras;
        var cause = extras.RestartCause!;
        // Children that the fresh instance starts have nothing to do with the failure.
        var survivors = cell.Children;
        try
        {
            (cell.Phase, extras.RestartCause, cell.CurrentEnvelope) = (CellPhase.Normal, null, null);
            cell.ResumeOnce();
            extras.Perpetrator = null;
            cell.NewActor();
            extras.IsCleared = false;
            cell.Actor!.RunPostRestart(cause);
            foreach (var child in survivors) child.SendSystem(new SystemMessage.Recreate(cause));
        }
        catch (Exception failure)
        {
            // The half-made instance must not be asked to prepare another restart.
            extras.IsCleared = true;
            Lifecycle.Fail(cell, new PostRestartException(cell, failure, cause), survivors);
        }
    }

    public static void FinishCreate(ActorCell cell)
    {
        cell.Phase = CellPhase.Normal;
        cell.ResumeOnce();
        cell.Extras.Perpetrator = null;
        Lifecycle.Guarded(cell, Lifecycle.Create);
    }

    /// <summary>Without a cause it only balances a suspend.</summary>
    public static void Resume(ActorCell cell, Exception? cause)
    {
        if (cell.Actor is null && cell.Phase == CellPhase.Normal)
        {
            CreateAgain(cell);
            return;
        }
        var perpetrator = cell.ExtrasOrNull?.Perpetrator;
        cell.ResumeOnce();
        if (cause is not null && perpetrator is not null) cell.Extras.Perpetrator = null;
        foreach (var child in cell.Children)
            child.SendSystem(new SystemMessage.Resume(ReferenceEquals(child, perpetrator) ? cause : null));
    }

    private static void RunPreRestart(ActorCell cell, ActorBase failed, Exception cause)
    {
        var message = cell.CurrentEnvelope?.Message;
        try
        {
            try
            {
                failed.RunPreRestart(cause, message is ChildFailure ? null : message);
            }
            finally
            {
                failed.Release();
            }
        }
        catch (Exception failure)
        {
            var wrapped = new PreRestartException(cell, failure, cause, message);
            cell.Log(new Error(wrapped, cell.Path.ToString(), failed.GetType(), failure.Message));
        }
    }

    // It never came to life, so there is nothing to restart: it is made as if for the first time.
    private static void CreateAgain(ActorCell cell)
    {
        cell.SetReceiveTimeout(null);
        foreach (var child in cell.Children) cell.Stop(child);
        if (cell.ChildMap?.AnyDying == true) cell.Phase = CellPhase.AwaitingCreation;
        else FinishCreate(cell);
    }
}
