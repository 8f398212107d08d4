using Broker.Gateway.Configuration;

namespace Broker.Gateway.Tests.Configuration;

public sealed class DataDirectorySpec : IDisposable
{
    private const string Setting = "(broker.process.data, --data, BROKER_DATA)";
    private readonly WorkingDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Is_created_with_every_directory_above_it()
    {
        var path = Path.Combine(_directory.Path, "a", "b");
        using var data = DataDirectory.Hold(path);

        Assert.True(Directory.Exists(path));
        Assert.Equal(path, data.Path);
    }

    [Fact]
    public void Is_held_by_one_at_a_time()
    {
        using var first = DataDirectory.Hold(_directory.Path);

        AssertRefused(_directory.Path, $"is in use by another process {Setting}");
    }

    [Fact]
    public void Is_free_again_when_its_holder_lets_go()
    {
        DataDirectory.Hold(_directory.Path).Dispose();
        using var second = DataDirectory.Hold(_directory.Path);

        var left = Directory.EnumerateFileSystemEntries(_directory.Path).Select(Path.GetFileName);
        Assert.Equal(["lock"], left);
    }

    [Fact]
    public void A_place_where_no_directory_can_be_is_refused()
    {
        var file = _directory.Write("file", "");

        AssertRefused(file, "cannot be written: ");
        AssertRefused(Path.Combine(file, "data"), "cannot be written: ");
    }

    [Fact]
    public void A_directory_whose_lock_cannot_be_opened_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(_directory.Path, "lock"));

        AssertRefused(_directory.Path, "cannot be written: ");
    }

    private static void AssertRefused(string path, string problem)
    {
        var error = Assert.Throws<StartupException>(() => DataDirectory.Hold(path));

        Assert.Equal(ExitCode.CannotStart, error.ExitCode);
        Assert.StartsWith($"data directory '{path}' {problem}", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(Setting, error.Message, StringComparison.Ordinal);
    }
}
