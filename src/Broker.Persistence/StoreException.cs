namespace Broker.Persistence;

/// <summary>
/// The store cannot be opened. The message says what its operator can do about it, and shows no secret.
/// </summary>
public sealed class StoreException(string message, Exception? cause = null) : Exception(message, cause);
