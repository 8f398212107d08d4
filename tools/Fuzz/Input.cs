namespace Broker.Fuzz;

/// <summary>What one connection sends.</summary>
/// <param name="Kind">For the report.</param>
/// <param name="IsHub">To the hub's port, else to that of HTTP.</param>
/// <param name="Bytes">All of it.</param>
/// <param name="First">So many bytes are sent first, and an answer is waited for; 0 for all at once.</param>
internal sealed record Input(string Kind, bool IsHub, byte[] Bytes, int First = 0);
