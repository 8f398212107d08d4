namespace Broker.FaultLab.Checking;

/// <summary>Something that the contract rules out.</summary>
/// <param name="Kind">The rule, in two or three words.</param>
/// <param name="Text">What was seen, so that it can be looked up in the history.</param>
public sealed record Violation(string Kind, string Text)
{
    public override string ToString() => $"{Kind}: {Text}";
}
