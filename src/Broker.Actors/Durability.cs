namespace Broker.Actors;

/// <summary>What an acknowledged event survives: the journal's levels, by their wire names in lower case.</summary>
public enum Durability
{
    /// <summary>Nothing beyond this process.</summary>
    Memory,
}
