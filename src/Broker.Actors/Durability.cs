namespace Broker.Actors;

/// <summary>
/// What an acknowledged event survives: the store's levels, by their wire names in lower case, each
/// including those before it.
/// </summary>
public enum Durability
{
    /// <summary>Nothing beyond this process.</summary>
    Memory,

    /// <summary>The end of the process, <c>kill -9</c> included: the operating system has it.</summary>
    File,

    /// <summary>The end of the machine's power: the disk has it.</summary>
    Fsync,
}
