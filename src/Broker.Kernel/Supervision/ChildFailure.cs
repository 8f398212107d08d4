namespace Broker.Kernel;

/// <summary>
/// Stands as the current message while a supervisor decides, so that an escalation knows whose it is.
/// </summary>
internal sealed class ChildFailure
{
    public static readonly ChildFailure Instance = new();

    public override string ToString() => "<Failed>";
}
