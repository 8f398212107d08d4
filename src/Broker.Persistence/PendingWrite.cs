namespace Broker.Persistence;

/// <summary>Rows that wait to be written, and the task that says what became of them.</summary>
internal sealed class PendingWrite(
    IReadOnlyList<EventRow> rows, Func<bool> isCurrent, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<EventRow> Rows { get; } = rows;

    public long Bytes { get; } = rows.Sum(row => (long)row.Message.Length);

    public Task Done => _done.Task;

    public void Complete() => _done.TrySetResult();

    /// <summary>True when its sender has given up: it must not be written any more.</summary>
    public bool TryCancel() =>
        cancellationToken.IsCancellationRequested && _done.TrySetCanceled(cancellationToken);

    /// <summary>True when what its sender has recovered may not be there any more.</summary>
    public bool TryRefuseAsStale()
    {
        if (isCurrent()) return false;

        _done.TrySetException(
            new RowRefusedException($"{Rows[0].PersistenceId} is of a generation before this one"));
        return true;
    }

    public void Refuse(Exception cause) =>
        _done.TrySetException(new RowRefusedException(cause.Message, cause));

    public void Fail(Exception cause) => _done.TrySetException(new IOException(cause.Message, cause));
}
