namespace Broker.Kernel;

/// <summary>For actors that put messages aside; the engine sets the property.</summary>
public interface IWithStash
{
    IStash Stash { get; set; }
}
