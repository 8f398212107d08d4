namespace Broker.Gateway.Tokens;

/// <summary>
/// The keys of one issuer as they were read last. They stay when the issuer cannot be reached, and are
/// replaced as a whole when it can: what it has withdrawn is gone.
/// </summary>
/// <param name="known">What is known of the keys already; it may be empty.</param>
/// <param name="read">Reads them; it throws a <see cref="KeySetException"/> where it cannot.</param>
/// <param name="rereadInterval">Between two reads, so that tokens cannot make the broker flood it.</param>
internal sealed class IssuerKeys(
    string name,
    KeySet known,
    Func<Task<KeySet>> read,
    TimeSpan rereadInterval,
    TimeProvider time,
    ILogger logger)
{
    private readonly Lock _gate = new();
    private volatile KeySet _current = known;
    private Task _reading = Task.CompletedTask;
    private long? _readAt;
    private bool _isFailing;

    public KeySet Current => _current;

    /// <summary>
    /// Ends when a read that is running has ended, with whatever it came to. It begins one unless the last
    /// one began within the interval.
    /// </summary>
    public Task ReadAgainAsync()
    {
        lock (_gate)
        {
            if (!_reading.IsCompleted) return _reading;
            if (_readAt is { } begun && time.GetElapsedTime(begun) < rereadInterval)
                return Task.CompletedTask;

            _readAt = time.GetTimestamp();
            return _reading = Task.Run(ReadAsync);
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            _current = await read();
            if (_isFailing) Log.KeySetReadAgain(logger, name);
            _isFailing = false;
        }
        catch (KeySetException e)
        {
            // One line an outage, however many tokens ask.
            if (!_isFailing) Log.KeySetNotRead(logger, name, e.Message);
            _isFailing = true;
        }
    }
}
