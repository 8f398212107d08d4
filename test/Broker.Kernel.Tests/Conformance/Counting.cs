namespace Broker.KernelTests.Conformance;

/// <summary>Has a state, which shows what a failure does to it.</summary>
public sealed class Counting : UntypedActor
{
    public const string Count = "count";

    private int _count;

    protected override void OnReceive(object message)
    {
        if (message is Exception failure) throw failure;
        if (message is Count) Sender.Tell(++_count);
        else Unhandled(message);
    }
}
