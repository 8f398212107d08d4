using Broker.Actors;
using Broker.Actors.Journal;
using Broker.Journal.Tests.Kit;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Tests.Model;

/// <summary>Plays a scenario on a fake disk and beside it on the model, and compares what is left.</summary>
internal sealed class JournalRun(Scenario scenario)
{
    private static readonly JournalSettings Settings = Journals.Settings with { SegmentBytes = 600 };

    private readonly FakeDisk _disk = new()
    {
        OperationsLeft = scenario.CrashAt,
        PercentOfLastWrite = scenario.PercentOfLastWrite,
    };

    private readonly StreamModel[] _models = [new(), new(), new(), new()];
    private readonly List<JournalIncident> _incidents = [];
    private FileJournal? _journal;
    private int _appends;

    public async Task PlayAsync()
    {
        try
        {
            _journal = Open(_disk);
            foreach (var step in scenario.Steps) await DoAsync(step);
        }
        catch (JournalException) when (_disk.HasCrashed)
        {
            // The process ended while it started.
        }

        if (_journal is not null) await _journal.DisposeAsync();
        await CompareAsync(scenario.IsPowerLoss ? _disk.AfterPowerLoss() : _disk.AfterKill());
    }

    private FileJournal Open(FakeDisk disk) => FileJournal.Open(disk.Hold(), Settings, incident =>
    {
        lock (_incidents) _incidents.Add(incident);
    });

    private async Task DoAsync(Step step)
    {
        var name = Name(step.Stream);
        switch (step.Kind)
        {
            case StepKind.Append: await EndAsync(Begin(step.Stream, step.Count, step.Bytes)); break;
            case StepKind.Burst: await BurstAsync(step); break;
            case StepKind.Compact: await _journal!.CompactAsync(); break;
            case StepKind.Trim:
                var before = _models[step.Stream].LastVersion * step.Percent / 100;
                var answer = await _journal!.TrimAsync(new Trim(StreamName.Parse(name), before));
                _models[step.Stream].Trim(before, (answer as Trimmed)?.FirstVersion);
                break;
            case StepKind.Reopen:
                await _journal!.DisposeAsync();
                _journal = null;
                _journal = Open(_disk);
                break;
        }
    }

    private async Task BurstAsync(Step step)
    {
        var begun = Enumerable.Range(0, step.Count * 3)
            .Select(i => Begin((step.Stream + i) % _models.Length, 1, step.Bytes)).ToList();

        // In the order of the calls, which is that of the versions, not in that of the answers.
        foreach (var append in begun) await EndAsync(append);
    }

    private (int Stream, string[] Texts, Task<Answer> Answer) Begin(int stream, int count, int bytes)
    {
        var texts = Enumerable.Range(0, count).Select(_ => $"{++_appends}".PadRight(bytes, '.')).ToArray();
        var append = Journals.Append(Name(stream), texts) with
        {
            Level = scenario.IsPowerLoss ? Durability.Fsync : Durability.File,
        };
        return (stream, texts, _journal!.AppendAsync(append).AsTask());
    }

    private async Task EndAsync((int Stream, string[] Texts, Task<Answer> Answer) append)
    {
        var answer = await append.Answer;
        _models[append.Stream].Append(append.Texts, answer is Stored);
        Assert.True(answer is Stored || _disk.HasCrashed, $"{answer}");
    }

    private async Task CompareAsync(FakeDisk disk)
    {
        _incidents.RemoveAll(incident => incident.What != JournalIncident.Kind.Damage);
        await using var journal = Open(disk);
        Assert.DoesNotContain(_incidents, incident => incident.What != JournalIncident.Kind.TailCut);

        var all = new List<Recorded>();
        for (var i = 0; i < _models.Length; i++)
        {
            var page = await journal.PageAsync(Name(i));
            Compare(_models[i], page);
            all.AddRange(page.Events);
        }

        Assert.Equal(
            all.OrderBy(e => e.Position).Select(e => (e.Stream, e.Version)),
            (await journal.AllAsync()).Cast<Recorded>().Select(e => (e.Stream, e.Version)));
        for (var i = 0; i < _models.Length; i++)
        {
            var last = (await journal.PageAsync(Name(i))).LastVersion;
            Assert.Equal(last + 1, (await journal.StoreAsync(Name(i), "more")).FirstVersion);
        }
    }

    private void Compare(StreamModel model, Page page)
    {
        var (lastVersions, texts) = model.Possible();
        Assert.Contains(page.LastVersion, lastVersions);
        if (scenario.IsPowerLoss) Assert.InRange(page.FirstVersion, 1, model.UnansweredFirstVersion);
        else Assert.Contains(page.FirstVersion, new[] { model.FirstVersion, model.UnansweredFirstVersion });

        Assert.Equal(page.LastVersion - page.FirstVersion + 1, page.Events.Count);
        Assert.All(page.Events, e => Assert.Equal(texts[(int)e.Version - 1], Journals.Text(e)));
    }

    private static string Name(int stream) => $"s{stream}";
}
