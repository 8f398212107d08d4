namespace Broker.Kernel.TestKit;

/// <summary>
/// Lets the test actor be the implicit sender also after an await, when the spec goes on on another thread.
/// </summary>
internal sealed class CellKeepingContext(ActorCell? cell) : SynchronizationContext
{
    public static void Install(ActorCell? cell)
    {
        ActorCell.Current = cell;
        SetSynchronizationContext(new CellKeepingContext(cell));
    }

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state) =>
        ThreadPool.QueueUserWorkItem(_ => Run(d, state));

    public override void Send(SendOrPostCallback d, object? state) => Run(d, state);

    private void Run(SendOrPostCallback callback, object? state)
    {
        var (outerCell, outerContext) = (ActorCell.Current, Current);
        ActorCell.Current = cell;
        SetSynchronizationContext(this);
        try
        {
            callback(state);
        }
        finally
        {
            ActorCell.Current = outerCell;
            SetSynchronizationContext(outerContext);
        }
    }
}
