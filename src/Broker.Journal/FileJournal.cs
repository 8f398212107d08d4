using System.Runtime.CompilerServices;
using Broker.Actors.Journal;
using Broker.Journal.Compacting;
using Broker.Journal.Files;
using Broker.Journal.Format;
using Broker.Journal.Log;
using Broker.Journal.Reading;
using Broker.Journal.Streams;
using Broker.Journal.Writing;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal;

/// <summary>The journal in files of one directory, which it holds alone for as long as it is open.</summary>
public sealed class FileJournal : IJournal
{
    private readonly IJournalDirectory _directory;
    private readonly SegmentLog _log;
    private readonly StreamTable _streams;
    private readonly JournalSettings _settings;
    private readonly Action<JournalIncident> _report;
    private readonly LogWriter _writer;
    private readonly PageReader _reader;
    private readonly Waste _waste;
    private readonly Signal _stored = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _compacting = new(1);

    private FileJournal(
        IJournalDirectory directory,
        JournalSettings settings,
        Action<JournalIncident> report,
        StreamTable streams)
    {
        var recovery = new Recovery(directory, streams, report);
        (_directory, _settings, _report, _streams) = (directory, settings, report, streams);
        _log = recovery.Run();
        _waste = new Waste(recovery.Records, settings.SegmentBytes);
        _reader = new PageReader(_log, _streams, report);
        _writer = new LogWriter(_log, _streams, settings, recovery.NextPosition, report, Stored);
        Found = new JournalInventory(
            _streams.Count, recovery.Records, _log.Bytes, _log.Segments.Count(s => s.IsQuarantined),
            _streams.CountRefused());
    }

    public bool IsShared => false;

    /// <summary>What was there when it was opened.</summary>
    public JournalInventory Found { get; }

    /// <summary>Bytes on disk.</summary>
    public long Bytes => _log.Bytes;

    /// <summary>Opens it, creating the directory where it is missing, and reads all of it once.</summary>
    /// <param name="report">Told of every incident, from any thread; it must not block.</param>
    /// <exception cref="JournalException">It is in use, of a later version, or cannot be read.</exception>
    public static FileJournal Open(
        string directory, JournalSettings settings, Action<JournalIncident> report) =>
        Open(DiskDirectory.Hold(directory), settings, report);

    internal static FileJournal Open(
        IJournalDirectory directory, JournalSettings settings, Action<JournalIncident> report)
    {
        ArgumentNullException.ThrowIfNull(settings);
        try
        {
            return new FileJournal(directory, settings, report, new StreamTable());
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    public ValueTask<Answer> AppendAsync(Append append)
    {
        ArgumentNullException.ThrowIfNull(append);
        var bytes = EventBody.BytesOf(append.Events);
        return Refusals.BadSize(append, bytes, _settings.AppendBytesMax) is { } refused
            ? ValueTask.FromResult<Answer>(refused)
            : _writer.Enqueue(new AppendWork(append, (int)bytes));
    }

    public ValueTask<Answer> ReadAsync(Read read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return _log.IsClosed
            ? ValueTask.FromResult<Answer>(Refusals.Closed(read.Stream))
            : new ValueTask<Answer>(Task.Run(() => _reader.Read(read)));
    }

    public ValueTask<long?> HeadAsync() =>
        ValueTask.FromResult<long?>(_log.IsClosed ? null : _writer.Head);

    public ValueTask<Answer> TrimAsync(Trim trim)
    {
        ArgumentNullException.ThrowIfNull(trim);
        return _writer.Enqueue(new TrimWork(trim));
    }

    public async IAsyncEnumerable<Followed> FollowAsync(
        long afterPosition,
        string streamPrefix,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var follower = new Follower(_log, _streams, afterPosition, streamPrefix);
        var found = new List<Followed>();
        while (!_log.IsClosed)
        {
            var stored = _stored.Next;
            if (!follower.Read(found)) await stored.WaitAsync(cancellationToken);

            foreach (var one in found)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return one;
            }

            // A long way to catch up is not one long turn of whoever follows.
            if (found.Count > 0) await Task.Yield();
            found.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_closing.IsCancellationRequested) return;

        await _closing.CancelAsync();
        await _writer.CloseAsync();
        await _compacting.WaitAsync();
        _log.Dispose();
        _directory.Dispose();
        _stored.Set();
    }

    /// <summary>
    /// Gives back what was trimmed, as far as it is worth it; otherwise it happens by itself.
    /// </summary>
    internal async Task CompactAsync()
    {
        await _compacting.WaitAsync();
        try
        {
            var compaction = new Compaction(_log, _streams, _settings.SegmentBytes, SyncAsync);
            var removed = await compaction.RunAsync(_closing.Token);
            _waste.Compacted(removed, _streams.Kept);
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            _waste.Compacted(0, _streams.Kept);
            if (!_closing.IsCancellationRequested)
                _report(new JournalIncident(JournalIncident.Kind.CompactionFailed, "", 0, null, e.Message));
        }
        finally
        {
            _compacting.Release();
        }
    }

    private void Stored(int weight)
    {
        _waste.Add(weight);
        _stored.Set();
        if (_compacting.CurrentCount > 0 && _waste.IsWorthIt(_streams.Kept, _log))
            _ = Task.Run(CompactAsync);
    }

    private async Task<bool> SyncAsync() => await _writer.Enqueue(new SyncWork()) is Trimmed;
}
