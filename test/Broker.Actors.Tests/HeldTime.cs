namespace Broker.Actors.Tests;

/// <summary>A fake clock that can hold every thread that asks for the time of day.</summary>
internal sealed class HeldTime() : FakeTimeProvider(SpecTime.Start)
{
    private readonly Lock _gate = new();

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return base.GetUtcNow();
    }

    /// <summary>An actor that asks for the time waits until the spec has filled its mailbox.</summary>
    public void HoldWhile(Action arrange)
    {
        lock (_gate) arrange();
    }
}
