namespace Broker.Actors.Delivery;

/// <summary>
/// The socket side of an <see cref="Outbox"/>. Called from any thread, by one at a time; never blocks.
/// </summary>
public interface IOutboxTransport
{
    /// <summary>Sends what the socket takes at once.</summary>
    /// <returns>
    /// Bytes taken, from 0 to all; also all when the socket is gone, since nobody is left to wait for them.
    /// </returns>
    int TrySend(ReadOnlySpan<byte> bytes);

    /// <summary>
    /// Something waits: run the writer, which calls <see cref="Outbox.Take"/> until that answers false. The
    /// outbox does not call again before then.
    /// </summary>
    void ScheduleWriter();
}
