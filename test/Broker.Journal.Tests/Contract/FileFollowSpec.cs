using Broker.Actors.Journal;
using Broker.Journal.Tests.Kit;

namespace Broker.Journal.Tests.Contract;

public class FileFollowSpec : FollowContract, IDisposable
{
    private readonly List<TemporaryDirectory> _directories = [];

    public void Dispose()
    {
        _directories.ForEach(directory => directory.Dispose());
        GC.SuppressFinalize(this);
    }

    protected override Task<IJournal> OpenAsync(JournalSettings settings)
    {
        _directories.Add(new TemporaryDirectory());
        return Task.FromResult<IJournal>(FileJournal.Open(_directories[^1].Path, settings, _ => { }));
    }
}
