using System.Text;
using Broker.Actors;
using Broker.Actors.Configuration;
using Broker.Actors.Journal;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Tests.Kit;

/// <summary>What specs say to a journal, in fewer words.</summary>
internal static class Journals
{
    public static JournalSettings Settings { get; } = JournalSettings.From(
        LayeredConfig.Empty.WithReference(typeof(JournalSettings).Assembly).Section("broker.journal"));

    /// <summary>A few records fill a segment.</summary>
    public static JournalSettings SmallSegments { get; } = Settings with { SegmentBytes = 2_000 };

    public static Append Append(string stream, params string[] texts) => new(
        StreamName.Parse(stream),
        [.. texts.Select(text => new Event(7, Encoding.UTF8.GetBytes(text)))],
        Durability.File);

    public static async Task<Stored> StoreAsync(
        this IJournal journal, string stream, params string[] texts) =>
        Assert.IsType<Stored>(await journal.AppendAsync(Append(stream, texts)));

    public static async Task<Rejected> RefusedAsync(this IJournal journal, string stream) =>
        Assert.IsType<Rejected>(await journal.AppendAsync(Append(stream, "refused")));

    public static ValueTask<Answer> ReadAsync(
        this IJournal journal, string stream, long from = 1, int max = int.MaxValue) =>
        journal.ReadAsync(new Read(StreamName.Parse(stream), from, max));

    public static async Task<Page> PageAsync(
        this IJournal journal, string stream, long from = 1, int max = int.MaxValue) =>
        Assert.IsType<Page>(await journal.ReadAsync(stream, from, max));

    /// <summary>All of a stream, each event as <c>version:text</c>.</summary>
    public static async Task<string> TextAsync(this IJournal journal, string stream) =>
        Text((await journal.PageAsync(stream)).Events);

    public static async Task<Trimmed> CutAsync(this IJournal journal, string stream, long before) =>
        Assert.IsType<Trimmed>(await journal.TrimAsync(new Trim(StreamName.Parse(stream), before)));

    public static string Text(IEnumerable<Recorded> events) =>
        string.Join(' ', events.Select(e => $"{e.Version}:{Text(e)}"));

    public static string Text(Recorded recorded) => Encoding.UTF8.GetString(recorded.Payload.Span);

    /// <summary>The next events that a follower gets.</summary>
    public static async Task<List<Followed>> NextAsync(this IAsyncEnumerator<Followed> follower, int count)
    {
        var found = new List<Followed>();
        while (found.Count < count && await follower.MoveNextAsync()) found.Add(follower.Current);
        return found;
    }

    /// <summary>What is there now, without waiting for more: it appends a mark and reads up to it.</summary>
    public static async Task<List<Followed>> AllAsync(this IJournal journal, string prefix = "")
    {
        var mark = await journal.StoreAsync(prefix + "mark", "mark");
        var found = new List<Followed>();
        await foreach (var one in journal.FollowAsync(0, prefix))
        {
            if (one.Position >= mark.FirstPosition) break;
            found.Add(one);
        }

        return found;
    }
}
