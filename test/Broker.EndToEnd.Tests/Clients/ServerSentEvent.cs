namespace Broker.EndToEnd.Tests.Clients;

/// <summary>One event of a stream; the data lines joined with line feeds.</summary>
public sealed record ServerSentEvent(string? Name, string? Id, string Data);
