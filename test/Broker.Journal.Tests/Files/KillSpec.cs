using System.Diagnostics;
using System.Globalization;
using Broker.Journal.Tests.Kit;

namespace Broker.Journal.Tests.Files;

public class KillSpec
{
    [Theory]
    [InlineData(1, 500)]
    [InlineData(16, 20_000)]
    public async Task A_killed_process_has_lost_nothing_that_it_answered(int writers, int answers)
    {
        using var directory = new TemporaryDirectory();
        var answered = await KillAfterAsync(directory.Path, writers, answers);

        var incidents = new List<JournalIncident>();
        await using var journal = FileJournal.Open(directory.Path, Journals.Settings, incidents.Add);
        Assert.DoesNotContain(incidents, incident => incident.What != JournalIncident.Kind.TailCut);
        Assert.Equal(writers, answered.Count);
        foreach (var (stream, version) in answered)
        {
            var page = await journal.PageAsync(stream);
            Assert.InRange(page.LastVersion, version, version + 1);
            Assert.InRange(page.FirstVersion, 1, Math.Max(1, version));
            Assert.All(page.Events, e => Assert.Equal($"{e.Version}", Journals.Text(e)));
            Assert.Equal(page.LastVersion - page.FirstVersion + 1, page.Events.Count);
        }
    }

    /// <summary>The last version of each stream that the process said was stored.</summary>
    private static async Task<Dictionary<string, long>> KillAfterAsync(
        string directory, int writers, int answers)
    {
        var assembly = typeof(Program).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", ["exec", assembly, directory, $"{writers}"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var answered = new Dictionary<string, long>();
        for (var lines = 0; await process.StandardOutput.ReadLineAsync() is { } line; lines++)
        {
            // The last line may be half of one.
            if (line.Split(' ') is [var stream, var version, var text] && version == text)
                answered[stream] = Math.Max(answered.GetValueOrDefault(stream), Number(version));
            if (lines == answers) process.Kill();
        }

        await process.WaitForExitAsync();
        Assert.NotEqual(0, process.ExitCode);
        return answered;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
