namespace Broker.Gateway.Tokens;

/// <summary>A file of a key cannot be used. The message goes on after the file's name.</summary>
internal sealed class KeyFileException(string message) : Exception(message);
