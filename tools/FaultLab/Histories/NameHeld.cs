namespace Broker.FaultLab.Histories;

/// <summary>A chat client that was given a name which others wanted too.</summary>
/// <param name="Name">The name.</param>
/// <param name="Client">Who got it.</param>
/// <param name="Node">From which node.</param>
/// <param name="Held">From the greeting to the last request that was answered.</param>
public sealed record NameHeld(string Name, string Client, int Node, Interval Held);
