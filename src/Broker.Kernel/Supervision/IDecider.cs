namespace Broker.Kernel;

/// <summary>Maps a failure to a verdict. A decider that throws makes the supervisor itself fail.</summary>
public interface IDecider
{
    Directive Decide(Exception cause);
}
