namespace Broker.Tcp;

/// <summary>The id that a client was given when it was accepted; a feature of its connection.</summary>
internal sealed record HubReservation(Task<ulong?> ClientId);
