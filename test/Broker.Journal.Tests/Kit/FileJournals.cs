using Broker.Actors.Journal;

namespace Broker.Journal.Tests.Kit;

/// <summary>File journals, each in a directory of its own that goes with them.</summary>
internal sealed class FileJournals : IDisposable
{
    private readonly List<TemporaryDirectory> _directories = [];

    public Task<IJournal> OpenAsync(JournalSettings settings)
    {
        _directories.Add(new TemporaryDirectory());
        return Task.FromResult<IJournal>(FileJournal.Open(_directories[^1].Path, settings, _ => { }));
    }

    public void Dispose() => _directories.ForEach(directory => directory.Dispose());
}
