namespace Broker.KernelTests.Conformance;

/// <summary>Messages for a <see cref="Subject"/>.</summary>
public static class Do
{
    public static Action<IUntypedActorContext> Run(Action<IUntypedActorContext> action) => action;

    public static Exception Fail(string why = "as told") => new InvalidOperationException(why);

    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50);

    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);
}
