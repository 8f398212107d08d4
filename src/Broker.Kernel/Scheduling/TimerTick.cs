namespace Broker.Kernel;

/// <summary>
/// What a timer puts into the mailbox: the message, and which start of which timer it belongs to.
/// </summary>
internal sealed class TimerTick(
    TimerScheduler owner, object key, int generation, object message) : IKernelMessage
{
    public TimerScheduler Owner { get; } = owner;
    public object Key { get; } = key;
    public int Generation { get; } = generation;
    public object Message { get; } = message;
}
