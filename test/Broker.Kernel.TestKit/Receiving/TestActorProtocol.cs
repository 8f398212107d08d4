namespace Broker.Kernel.TestKit;

/// <summary>
/// What the kit asks of its test actor; everything else the actor receives goes to the spec.
/// </summary>
internal static class TestActorProtocol
{
    public sealed record Watch(IActorRef Actor);
    public sealed record Unwatch(IActorRef Actor);
    public sealed record Spawn(Props Props, string? Name, SupervisorStrategy? Strategy);
    public sealed record Ignore(Func<object, bool>? ShouldIgnore);

    public sealed record Done
    {
        public static readonly Done Instance = new();
    }
}
