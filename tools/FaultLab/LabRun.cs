using System.Collections.Concurrent;
using System.Text.Json;
using Broker.FaultLab.Checking;
using Broker.FaultLab.Clients;
using Broker.FaultLab.Faults;
using Broker.FaultLab.Histories;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab;

/// <summary>One run: servers, clients, faults; a quiet time, the last reading, the judgement.</summary>
public static class LabRun
{
    private const string UnknownMessage = "This version has no message";

    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);

    public static async Task<LabReport> RunAsync(LabOptions options, CancellationToken stop = default)
    {
        var nodes = options.Scenario.IsShared ? options.NodesMax : 1;
        await using var servers = await LabServers.StartAsync(
            nodes, options.Scenario.IsShared, options.Server);
        if (!await servers.AreReadyAsync(StartMax, stop))
            throw new InvalidOperationException($"The nodes do not start: see {servers.Directory}.");

        await servers.WarmUpAsync(stop);
        var recorder = new Recorder(new LabClock());
        foreach (var node in servers.Nodes)
        {
            node.EndedByItself += (one, code) => recorder.Answered(
                "process", one.Number, recorder.Clock.Now, 0, $"ended by itself, exit code {code}");
        }
        using var context = new LabContext(
            servers, recorder, options.Seed, options.Scenario.Kinds.Contains(FaultKind.Failover));
        await TalkAndBreakAsync(options, servers, context, stop);
        await new LastReader(context).ReadAsync();

        var history = recorder.ToHistory(nodes, context.Kinds);
        IReadOnlyList<Violation> violations = [.. Checker.Find(history), .. Unknown(servers)];
        if (violations.Count == 0) servers.RemoveFiles();
        else await KeepAsync(servers.Directory, history, violations);
        return new LabReport(options, recorder.Tallies, history, violations, servers.Directory);
    }

    // A message that a node cannot read is lost, and what it said comes late.
    private static IEnumerable<Violation> Unknown(LabServers servers) =>
        from node in servers.Nodes
        from line in node.ReadOutput()
        where line.Contains(UnknownMessage, StringComparison.Ordinal)
        select new Violation("message not known", $"node {node.Number}: {line}");

    private static async Task KeepAsync(
        string directory, History history, IReadOnlyList<Violation> violations)
    {
        await File.WriteAllLinesAsync(
            Path.Combine(directory, "violations"), violations.Select(violation => $"{violation}"));
        await using var file = File.Create(Path.Combine(directory, "history.json"));
        await JsonSerializer.SerializeAsync(file, history);
    }

    private static async Task TalkAndBreakAsync(
        LabOptions options, LabServers servers, LabContext context, CancellationToken stop)
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var calm = CancellationTokenSource.CreateLinkedTokenSource(stop);
        calm.CancelAfter(options.Time);
        var clients = Clients(context)
            .Select(client => Task.Run(() => client.RunAsync(leave.Token)))
            .ToList();
        if (options.Scenario.Kinds.Count > 0)
        {
            var injector = new Injector(
                servers, context.Recorder, context.ChoicesOf("faults"), options.Scenario);
            await injector.RunAsync(calm.Token);
        }
        if (!options.Scenario.IsInOrder) await Pause.ForAsync(options.Time, calm.Token);
        await Pause.ForAsync(options.Rest, stop);
        await leave.CancelAsync();
        await Task.WhenAll(clients);
    }

    private static IEnumerable<IClient> Clients(LabContext context)
    {
        var (peers, book) = (new ConcurrentDictionary<ulong, bool>(), new OfferBook());
        IEnumerable<IClient> ofChannels =
        [
            .. Several(3, number => new HttpPublisher(context, $"pub{number}", context.Channels)),
            .. Several(2, number => new PipeliningPublisher(context, $"pipe{number}")),
            new HttpPublisher(context, "burst", ["kept.a"]),
            .. context.Channels.Select(channel => new EventSubscriber(context, $"sse-{channel}", channel)),
            .. context.Channels.Select(channel => new SocketSubscriber(context, $"ws-{channel}", channel)),
            .. Several(4, number => new ChatClient(context, $"chat{number}")),
        ];
        // The auction and the inboxes say no epochs: what a standby lacks looks like a fault there.
        if (context.IsChannelsOnly) return ofChannels;

        return
        [
            .. ofChannels,
            .. Several(4, number => new NameRacer(context, $"racer{number}", number % 2)),
            .. Several(2, number => new UserSender(context, $"sender{number}")),
            .. context.Users.Select(user => new UserReader(context, $"reader-{user}", user)),
            .. context.Users.Select(user => new UserReader(context, $"phone-{user}", user)),
            .. Several(4, number => new HubClient(context, $"hub{number}", peers)),
            .. Several(2, number => new HalfCloser(context, $"echo{number}")),
            .. Several(4, number => new Bidder(context, $"bidder{number}", book)),
        ];
    }

    private static IEnumerable<IClient> Several(int count, Func<int, IClient> make) =>
        Enumerable.Range(0, count).Select(make);
}
