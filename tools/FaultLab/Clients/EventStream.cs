using System.Globalization;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab.Clients;

/// <summary>A Server-Sent Events stream of a channel, and the place it has come to.</summary>
internal sealed class EventStream(LabContext context, string name, string channel)
{
    // The server's comments come more often.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(40);

    private string _epoch = "";

    /// <summary>Of the last publication that came; 0 for none.</summary>
    public long Offset { get; private set; }

    /// <summary>Forgets where it was.</summary>
    public void StartAnew() => (Offset, _epoch) = (0, "");

    /// <summary>Reads from where it was, until the stream ends, is silent, or it is told to stop.</summary>
    /// <param name="node">Where.</param>
    /// <param name="all">Whether all that is kept is wanted, where there is no place to continue at.</param>
    /// <param name="isDone">Whether this content was the last that is wanted.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Whether it was connected.</returns>
    public async Task<bool> ReadAsync(int node, bool all, Func<string, bool> isDone, CancellationToken stop)
    {
        var isResumed = Offset > 0;
        List<(string, string)> headers = [("Accept", "text/event-stream")];
        if (isResumed || all) headers.Add(("Last-Event-ID", isResumed ? $"{_epoch}-{Offset}" : "0"));
        var path = $"subscribe?channel={channel}";
        var possible = context.Now;
        using var answer = await context.Http.OpenAsync("subscribe (events)", node, path, headers);
        if (answer is null) return false;

        var log = context.Recorder.OpenSession(name, channel, node, isResumed, isFinal: all);
        var membership = new MembershipLog(context, channel, node, possible);
        membership.SeenIn();
        try
        {
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(stop));
            await ReadEventsAsync(reader, log, membership, isDone, stop);
        }
        catch (Exception exception) when (Trouble.IsExpected(exception))
        {
            // It continues elsewhere.
        }
        answer.Dispose();
        membership.Left();
        return true;
    }

    private async Task ReadEventsAsync(
        StreamReader reader, SessionLog log, MembershipLog membership, Func<string, bool> isDone,
        CancellationToken stop)
    {
        var (kind, id, data) = ("", "", "");
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(stop);
        while (true)
        {
            silence.CancelAfter(IdleTimeout);
            if (await reader.ReadLineAsync(silence.Token) is not { } line) return;

            membership.SeenIn();
            if (line.StartsWith("event: ", StringComparison.Ordinal)) kind = line[7..];
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
            if (line.Length > 0 || data.Length == 0) continue;

            Take(log, kind, id, data);
            if (kind.Length == 0 && isDone(data)) return;
            (kind, id, data) = ("", "", "");
        }
    }

    private void Take(SessionLog log, string kind, string id, string data)
    {
        if (kind == "gap")
        {
            log.HearGap();
            return;
        }
        var separator = id.LastIndexOf('-');
        (_epoch, Offset) = (id[..separator], long.Parse(id[(separator + 1)..], CultureInfo.InvariantCulture));
        log.Hear(data, _epoch, Offset);
    }
}
