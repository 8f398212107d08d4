namespace Broker.KernelTests.Conformance;

/// <summary>Sends every message back to its sender.</summary>
public sealed class Echo : UntypedActor
{
    public static Props Props { get; } = Props.Create(() => new Echo());

    protected override void OnReceive(object message) => Sender.Tell(message);
}
