namespace Broker.Journal.Log;

/// <summary>
/// An fsync failed: the operating system may have forgotten what it could not write, and a second fsync would
/// say that all is well. So nothing more may be promised about this file.
/// </summary>
internal sealed class SyncFailedException(Exception cause) : IOException(cause.Message, cause);
