namespace Broker.Gateway.Tokens;

/// <summary>An issuer's keys cannot be had now. The message says why, for the log.</summary>
internal sealed class KeySetException(string message) : Exception(message);
