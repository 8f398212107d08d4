namespace Broker.Persistence;

/// <summary>
/// The store refuses a row for what it is, such as the event of a second writer. The store itself is well.
/// </summary>
internal sealed class RowRefusedException(string message, Exception? cause = null)
    : Exception(message, cause);
