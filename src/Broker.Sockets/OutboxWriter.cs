using System.Diagnostics;
using Broker.Actors.Delivery;

namespace Broker.Sockets;

/// <summary>
/// Writes what an outbox could not send at once. It runs only while something waits, takes everything into
/// one write, and stays until that is complete.
/// </summary>
public sealed class OutboxWriter : IOutboxTransport, IThreadPoolWorkItem
{
    private readonly IByteSink _sink;
    private TaskCompletionSource? _finished;

    public OutboxWriter(IByteSink sink, OutboxSettings settings, OutboxBytesLimit budget)
    {
        _sink = sink;
        Outbox = new Outbox(this, settings, budget);
    }

    public Outbox Outbox { get; }

    public int TrySend(ReadOnlySpan<byte> bytes) => _sink.TrySend(bytes);

    public void ScheduleWriter() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    public void Execute() => _ = WriteAsync();

    /// <summary>
    /// Accepts nothing more; completes when all is written, or when the connection is gone.
    /// </summary>
    public Task FinishAsync(ReadOnlyMemory<byte> last, bool dropDeliveries)
    {
        var finished = Finished();
        Outbox.Close(last, dropDeliveries);
        if (Outbox.IsFinished) finished.TrySetResult();
        return finished.Task;
    }

    /// <summary>The connection is gone: forgets what waits.</summary>
    public void Abandon()
    {
        Outbox.Abandon();
        Finished().TrySetResult();
    }

    private async Task WriteAsync()
    {
        var pieces = new List<ReadOnlyMemory<byte>>();
        var began = Stopwatch.GetTimestamp();
        try
        {
            while (Outbox.Take(pieces))
            {
                await _sink.WriteAsync(pieces);
                pieces.Clear();
                Outbox.Metrics.Written(Stopwatch.GetElapsedTime(began));
            }
            if (Outbox.IsFinished)
            {
                _sink.EndWriting();
                Finished().TrySetResult();
            }
        }
        catch (IOException)
        {
            Abandon();
            _sink.Abort();
        }
    }

    private TaskCompletionSource Finished()
    {
        if (_finished is { } finished) return finished;

        finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Interlocked.CompareExchange(ref _finished, finished, null) ?? finished;
    }
}
