using Broker.Actors.Journal;
using Broker.Journal.Log;
using Broker.Journal.Streams;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Writing;

/// <summary>
/// The one that writes. It takes whatever waits, decides on it in order, writes it in one piece, asks the
/// disk if anybody in it does, and then answers all. It has a thread of its own, since it waits for the
/// disk.
/// </summary>
internal sealed class LogWriter
{
    private readonly SegmentLog _log;
    private readonly JournalSettings _settings;
    private readonly WorkQueue _queue;
    private readonly Batch _batch;
    private readonly Action<JournalIncident> _report;
    private readonly Action<int> _stored;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _nextPosition;
    private string? _stopped;
    private bool _hasReportedFailure;

    /// <param name="stored">Told after each batch how many events and trims it added.</param>
    public LogWriter(
        SegmentLog log,
        StreamTable streams,
        JournalSettings settings,
        long nextPosition,
        Action<JournalIncident> report,
        Action<int> stored)
    {
        (_log, _settings, _nextPosition, _report, _stored) = (log, settings, nextPosition, report, stored);
        _queue = new WorkQueue(settings.QueuedBytesMax, settings.BatchBytesMax);
        _batch = new Batch(streams, settings.StreamsMax);
        new Thread(Run) { IsBackground = true, Name = "journal" }.Start();
    }

    /// <summary>The last position that was given; every event that was answered has one up to it.</summary>
    public long Head => Volatile.Read(ref _nextPosition) - 1;

    /// <summary>Answered when it is stored, or at once if too much waits.</summary>
    public ValueTask<Answer> Enqueue(Work work)
    {
        if (_queue.TryAdd(work, out var isClosed)) return new ValueTask<Answer>(work.Task);

        return ValueTask.FromResult<Answer>(isClosed
            ? Refusals.Closed(work.Stream)
            : new Rejected(work.Stream, RejectReason.Busy, "Too much waits to be written."));
    }

    /// <summary>Takes nothing more; ends when all that was taken is answered.</summary>
    public Task CloseAsync()
    {
        _queue.Close();
        return _ended.Task;
    }

    private void Run()
    {
        var works = new List<Work>();
        while (_queue.Take(works))
        {
            Commit(works);
            _queue.Release(works);
            works.Clear();
        }

        _ended.SetResult();
    }

    private void Commit(List<Work> works)
    {
        if (_stopped is { } reason)
        {
            Refuse(works, reason);
            return;
        }

        if (TryStore(works) is not { } segment) return;

        _batch.Publish(segment);
        Volatile.Write(ref _nextPosition, _batch.NextPosition);
        _hasReportedFailure = false;
        foreach (var work in works) work.SetResult(work.Outcome!);
        _stored(_batch.Weight);
    }

    private Segment? TryStore(List<Work> works)
    {
        Segment? segment = null;
        try
        {
            var (bytes, sync) = (0L, false);
            foreach (var work in works) (bytes, sync) = (bytes + work.RecordBytes, sync || work.NeedsSync);
            segment = _log.Prepare(bytes, _settings.SegmentBytes, _nextPosition);
            _batch.Begin(segment.Header.Seed, _nextPosition);
            foreach (var work in works) work.AddTo(_batch);
            if (_batch.Bytes.Length > 0 || sync) _log.Write(segment, _batch.Bytes, sync);
            return segment;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // An argument is wrong when a caller changed its events while they waited: nobody else's matter.
            Fail(e, segment);
            Refuse(works, e.Message);
            return null;
        }
    }

    // A full disk, most likely: the next batch tries again. Only an fsync that failed is not tried again.
    private void Fail(Exception failure, Segment? segment)
    {
        if (failure is SyncFailedException)
        {
            _stopped = $"An fsync failed, restart the process: {failure.Message}";
            Report(JournalIncident.Kind.Stopped, segment, _stopped);
        }
        else if (!_hasReportedFailure)
        {
            _hasReportedFailure = true;
            Report(JournalIncident.Kind.WriteFailed, segment, failure.Message);
        }

        if (segment is not null) TakeBack(segment);
    }

    private void TakeBack(Segment segment)
    {
        try
        {
            _log.TakeBack(segment);
        }
        catch (IOException)
        {
            // The log knows of the rest, and tries again before it writes.
        }
    }

    private void Report(JournalIncident.Kind what, Segment? segment, string detail) =>
        _report(new JournalIncident(what, segment?.Name ?? "", segment?.Committed ?? 0, null, detail));

    private static void Refuse(List<Work> works, string detail)
    {
        foreach (var work in works) work.Refuse(RejectReason.Unavailable, detail);
    }
}
