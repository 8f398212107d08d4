using Broker.Actors.Journal;
using Broker.Journal.Tests.Kit;

namespace Broker.Journal.Tests.Contract;

public class FileFollowSpec : FollowContract, IDisposable
{
    private readonly FileJournals _journals = new();

    public void Dispose()
    {
        _journals.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override Task<IJournal> OpenAsync(JournalSettings settings) => _journals.OpenAsync(settings);
}
