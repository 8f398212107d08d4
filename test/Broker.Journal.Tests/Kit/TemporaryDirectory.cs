namespace Broker.Journal.Tests.Kit;

/// <summary>A directory of its own for one spec, gone afterwards.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("broker-journal-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
