namespace Broker.Persistence;

/// <summary>
/// Writes rows of the journal, many writes in one commit. A write whose commit fails because of another's
/// row is tried again alone. Safe from any thread.
/// </summary>
internal interface IEventWriter : IAsyncDisposable
{
    /// <summary>Writes all of these rows or none. Completes when the store has them.</summary>
    /// <param name="isCurrent">
    /// Asked when there is a connection: false where that has found another generation than the rows are of.
    /// </param>
    /// <exception cref="IOException">The store fails: it is not known whether they are stored.</exception>
    /// <exception cref="RowRefusedException">They are not stored, for what they are.</exception>
    Task WriteAsync(IReadOnlyList<EventRow> rows, Func<bool> isCurrent, CancellationToken cancellationToken);

    /// <summary>Writes something without a meaning, to see whether the store takes it.</summary>
    /// <exception cref="IOException">It does not.</exception>
    Task ProbeAsync();
}
