namespace Broker.Kernel;

/// <summary>A decider made of a table from exception types to verdicts.</summary>
public class DeployableDecider(
    Directive defaultDirective, params KeyValuePair<Type, Directive>[] pairs) : IDecider
{
    public Directive DefaultDirective { get; } = defaultDirective;

    public IReadOnlyList<KeyValuePair<Type, Directive>> Pairs { get; } = pairs;

    public Directive Decide(Exception cause)
    {
        foreach (var (type, directive) in Pairs)
        {
            if (type.IsInstanceOfType(cause)) return directive;
        }
        return DefaultDirective;
    }
}
