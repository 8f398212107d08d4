using Broker.Journal.Tests.Kit;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Tests.Files;

/// <summary>A small journal on a fake disk, and what is to be found in it.</summary>
internal sealed class Samples
{
    private readonly List<(string Stream, string Text, long End)> _records = [];

    public FakeDisk Disk { get; } = new();

    public string Segment => Disk.Names.Single();

    public static IReadOnlyList<string> Streams { get; } = ["a", "bb", "c"];

    /// <summary>Records of three streams in one segment, one of them with two events, and a trim.</summary>
    public static async Task<Samples> CreateAsync()
    {
        var samples = new Samples();
        await using var journal = FileJournal.Open(samples.Disk.Hold(), Journals.Settings, _ => { });
        await samples.AddAsync(journal, "a", "1");
        await samples.AddAsync(journal, "bb", "2", "two");
        await samples.AddAsync(journal, "a", "3");
        await journal.CutAsync("a", 2);
        samples.TrimEnd = samples.Disk[samples.Segment].Length;
        await samples.AddAsync(journal, "c", "4");
        await samples.AddAsync(journal, "bb", "5");
        return samples;
    }

    /// <summary>What a stream has if the segment ends there; null for all of it.</summary>
    public string TextOf(string stream, long? end = null)
    {
        var texts = from record in _records
                    where record.Stream == stream && record.End <= (end ?? long.MaxValue)
                    from text in record.Text.Split(' ')
                    select text;
        return string.Join(' ', texts.Select((text, i) => $"{i + 1}:{text}"));
    }

    /// <summary>What a reader of the whole log gets.</summary>
    public string KeptTextOf(string stream) => stream == "a" ? "2:3" : TextOf(stream);

    /// <summary>
    /// The stream that is hurt by a damaged byte there: none for the segment's header and for what is
    /// trimmed.
    /// </summary>
    public string? StreamAt(long at)
    {
        if (at < End("1")) return null;
        if (at < End("2 two")) return "bb";
        return at < TrimEnd ? "a" : at < End("4") ? "c" : "bb";
    }

    /// <summary>Where the trim of a's first event ends.</summary>
    public long TrimEnd { get; private set; }

    /// <summary>Whether a record or the header ends there.</summary>
    public bool IsBoundary(long end) => end == 64 || end == TrimEnd || _records.Any(r => r.End == end);

    public long End(string text) => _records.Single(r => r.Text == text).End;

    private async Task AddAsync(FileJournal journal, string stream, params string[] texts)
    {
        Assert.IsType<Stored>(await journal.AppendAsync(Journals.Append(stream, texts)));
        _records.Add((stream, string.Join(' ', texts), Disk[Segment].Length));
    }
}
