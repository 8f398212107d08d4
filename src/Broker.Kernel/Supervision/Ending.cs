namespace Broker.Kernel;

/// <summary>The end of an actor: children first, then itself, then whoever watched.</summary>
internal static class Ending
{
    public static void Terminate(ActorCell cell)
    {
        if (cell.Phase >= CellPhase.Terminating) return;

        cell.ExtrasOrNull?.ReceiveTimer?.Stop();
        cell.DeathWatchOrNull?.UnwatchAll();
        cell.Phase = CellPhase.Terminating;
        cell.ChildMap?.Seal();
        foreach (var child in cell.Children) cell.Stop(child);

        if (cell.ChildMap?.AnyDying != true)
        {
            Finish(cell);
            return;
        }
        // No user message while the children end, and no failure report for a parent that wants it gone.
        cell.Suspend();
        cell.Extras.Perpetrator = cell;
    }

    public static void Finish(ActorCell cell)
    {
        cell.Phase = CellPhase.Terminated;
        RunPostStop(cell);
        cell.Close();
        if (cell.IsSubscribed) cell.System.EventStream.Unsubscribe(cell);
        if (cell.ParentCell is { } parent)
            parent.SendSystem(new SystemMessage.Died(cell, existenceConfirmed: true));
        else
            cell.System.RootEnded();
        cell.DeathWatchOrNull?.AnnounceDeath();
        cell.DeathWatchOrNull?.UnwatchAll();
        cell.Forget();
    }

    private static void RunPostStop(ActorCell cell)
    {
        if (cell.Actor is not { } actor) return;

        try
        {
            try
            {
                actor.RunPostStop();
            }
            finally
            {
                actor.Release();
            }
        }
        catch (Exception failure)
        {
            cell.Log(new Error(failure, cell.Path.ToString(), actor.GetType(), failure.Message));
        }
    }
}
