namespace Broker.Kernel;

/// <summary>An action to be run at a time.</summary>
internal sealed class ActionEntry(Action action) : TimerEntry
{
    public override void Fire() => action();
}
