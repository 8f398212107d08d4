using System.Diagnostics;
using System.Net;

namespace Broker.EndToEnd.Tests.Cluster;

/// <summary>What becomes of a node's clients and of what it accepted when it is killed.</summary>
public class DeathSpec(Nodes nodes) : IClassFixture<Nodes>
{
    [SkippableFact]
    public async Task What_a_killed_node_has_accepted_is_there_on_every_other()
    {
        var doomed = await nodes.StartAsync();
        using (var http = new UsersHttp(doomed)) await http.MessageAsync("eve", "kept");
        doomed.Kill();
        await doomed.DisposeAsync();

        // 503 while its home starts on another node.
        using var first = new UsersHttp(nodes.First);
        var token = ("Authorization", $"Bearer {await first.TokenAsync("eve")}");
        await Patience.UntilAsync(
            async () => (await first.GetAsync("/message?username=eve&since=0", token))
                is { Status: HttpStatusCode.OK } answer
                && answer.Body.Contains("kept", StringComparison.Ordinal),
            () => "The message is not there.");
    }

    [SkippableFact]
    public async Task A_killed_nodes_clients_are_out_of_every_count_and_list_within_ten_seconds()
    {
        var doomed = await nodes.StartAsync();
        using var watcher = await ChatClient.JoinAsync(nodes.First, "ghost");
        using var ghost = await ChatClient.JoinAsync(doomed, "ghost");
        await ghost.SubscribeAsync("its own");
        Assert.Equal(2, await TotalAsync());
        await Patience.UntilAsync(
            async () => (await watcher.ListAsync()).Contains("its own"), () => "The channel is not listed.");

        doomed.Kill();
        var killed = Stopwatch.StartNew();
        await doomed.DisposeAsync();
        await Patience.UntilAsync(
            async () => await TotalAsync() is 1 && !(await watcher.ListAsync()).Contains("its own"),
            () => "The dead client is still counted, or its channel listed.");
        Assert.True(killed.Elapsed < TimeSpan.FromSeconds(12), $"It took {killed.Elapsed}.");

        // Null while the home of the channel, which may have been on that node, is away.
        async Task<int?> TotalAsync() =>
            (int?)(await watcher.AskAsync(Request.Subscribe("ghost")))["info"]?["total_subscribers"];
    }

    [SkippableFact]
    public async Task A_killed_nodes_names_are_free_and_its_ids_off_all_lists_within_ten_seconds()
    {
        var doomed = await nodes.StartAsync();
        using var ghost = await ChatClient.ConnectAsync(doomed, "casper");
        using var hub = await HubClient.ConnectAsync(nodes.First.StartedWith.HubPort);
        using var gone = await HubClient.ConnectAsync(doomed.StartedWith.HubPort);
        await Patience.UntilAsync(
            async () => (await hub.OthersAsync()).Contains(gone.Id), () => "The client is not listed.");

        doomed.Kill();
        var killed = Stopwatch.StartNew();
        await doomed.DisposeAsync();
        await Patience.UntilAsync(
            async () => !(await hub.OthersAsync()).Contains(gone.Id),
            () => "The dead client is still listed.");
        await Patience.UntilAsync(
            async () =>
            {
                using var casper = await ChatClient.ConnectAsync(nodes.Second, "casper");
                if ((string?)casper.Greeting["status"] == "ok") return true;

                // It invites to come back: no one knows yet that its node is dead.
                Assert.Equal(1013, await casper.ClosedByServerAsync());
                return false;
            },
            () => "The name is not free.");
        Assert.True(killed.Elapsed < TimeSpan.FromSeconds(12), $"It took {killed.Elapsed}.");
    }
}
