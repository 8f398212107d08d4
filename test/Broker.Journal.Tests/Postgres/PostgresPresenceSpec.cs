using Broker.Actors.Presence;
using Broker.Postgres.TestKit;
using static Broker.Actors.Presence.PresenceProtocol;

namespace Broker.Journal.Tests.Postgres;

public class PostgresPresenceSpec
{
    private static readonly DateTimeOffset Later = new(2999, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Earlier = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [SkippableFact]
    public async Task Each_node_hears_what_the_others_have_together()
    {
        await using var nodes = await PresenceNodes.CreateAsync();
        var (a, b, c) = (await nodes.JoinAsync(), await nodes.JoinAsync(), await nodes.JoinAsync());

        Assert.Equal(0, await a.HasAsync("news", 2));
        Assert.Equal(2, await b.HasAsync("news", 3));
        Assert.Equal(5, await c.HasAsync("news", 1));
        Assert.Equal(4, await a.HasAsync("news", 7));
        Assert.Equal(8, await b.HasAsync("news", 0));
        Assert.Equal(0, await a.HasAsync("News", 1));
    }

    [SkippableFact]
    public async Task Of_two_that_tell_of_a_key_or_claim_a_name_at_one_time_the_second_hears_of_the_first()
    {
        await using var nodes = await PresenceNodes.CreateAsync();
        var (a, b) = (await nodes.JoinAsync(), await nodes.JoinAsync());
        await using var first = await nodes.BeginExchangeAsync(a, channel: "news", name: "alice");
        var second = b.ExchangeAsync(new PresenceBatch(
            [new(Area.Channels, "news", 1)], [new(Area.ClientNames, "alice")], [], [], []));
        // Nobody is asked to wait for longer than it takes the server to say that it waits.
        while (!second.IsCompleted && !await nodes.SomebodyWaitsAsync()) { }
        await first.CommitAsync();

        Assert.Equal(1, (await second).Elsewhere[0]);
        Assert.False((await second).Claimed[0]);
    }

    [SkippableFact]
    public async Task A_list_has_each_key_of_a_living_node_once()
    {
        await using var nodes = await PresenceNodes.CreateAsync();
        var (a, b) = (await nodes.JoinAsync(), await nodes.JoinAsync());
        foreach (var name in (string[])["a", "b", "é", "\U0001F389"]) await a.HasAsync(name, 1);
        foreach (var name in (string[])["b", "c"]) await b.HasAsync(name, 1);
        await a.HasAsync("a", 0);

        Assert.Equal(["b", "c", "é", "\U0001F389"], await b.ListAsync(Area.Channels));
        Assert.Empty(await b.ListAsync(Area.HubClients));
        Assert.Equal([false, true, true], await a.FindAsync("a", "b", "c"));
    }

    [SkippableFact]
    public async Task Nothing_of_a_dead_node_counts_and_the_next_exchange_removes_it()
    {
        await using var nodes = await PresenceNodes.CreateAsync();
        var (a, b) = (await nodes.JoinAsync(), await nodes.JoinAsync());
        await a.HasAsync("news", 2);
        await a.HasAsync("old", 1);
        await nodes.KillAsync(a);

        Assert.Equal(0, await b.HasAsync("news", 1));
        Assert.Equal(["news"], await b.ListAsync(Area.Channels));
        Assert.Equal([false], await b.FindAsync("old"));
        await nodes.AssertAsync($"NOT EXISTS (SELECT FROM broker.presence WHERE node = {a.Number})");
        await nodes.AssertAsync($"NOT EXISTS (SELECT FROM broker.nodes WHERE node = {a.Number})");
    }

    [SkippableFact]
    public async Task A_lease_that_has_ended_is_not_renewed_and_nothing_of_its_node_is_done()
    {
        await using var nodes = await PresenceNodes.CreateAsync();
        var (a, b) = (await nodes.JoinAsync(), await nodes.JoinAsync());
        await nodes.KillAsync(a);

        Assert.Null(await a.RenewAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => a.HasAsync("news", 2));
        Assert.Equal(0, await b.HasAsync("news", 1));
    }

    [SkippableFact]
    public async Task The_absence_of_the_database_ends_no_lease_but_those_that_had_ended_before()
    {
        await using var nodes = await PresenceNodes.CreateAsync();
        var (a, b, dead) = (await nodes.JoinAsync(), await nodes.JoinAsync(), await nodes.JoinAsync());
        foreach (var node in new[] { a, b, dead }) await node.HasAsync("news", 1);
        await nodes.ShortenAsync(dead, "-301 seconds");
        await nodes.PassAsync("1 hour");

        Assert.Equal(1, await a.HasAsync("news", 1));
        Assert.NotNull(await b.RenewAsync());
        Assert.Null(await dead.RenewAsync());
    }

    [SkippableFact]
    public async Task A_renewal_puts_the_end_of_the_lease_off()
    {
        await using var nodes = await PresenceNodes.CreateAsync();
        var a = await nodes.JoinAsync();
        await nodes.ShortenAsync(a, "1 minute");
        Assert.NotNull(await a.RenewAsync());

        await nodes.AssertAsync("(SELECT min(lease_until) FROM broker.nodes) > now() + interval '4 minutes'");
    }

    [SkippableFact]
    public async Task One_node_only_has_a_name_until_it_gives_it_back_or_dies()
    {
        await using var nodes = await PresenceNodes.CreateAsync();
        var (a, b) = (await nodes.JoinAsync(), await nodes.JoinAsync());
        Assert.True(await a.ClaimAsync("alice"));
        Assert.True(await a.ClaimAsync("alice"));
        Assert.False(await b.ClaimAsync("alice"));
        // What it has not got it cannot give back.
        await b.GiveBackAsync("alice");
        Assert.False(await b.ClaimAsync("alice"));

        await a.GiveBackAsync("alice");
        Assert.True(await b.ClaimAsync("alice"));
        await nodes.KillAsync(b);
        Assert.True(await a.ClaimAsync("alice"));
    }

    [SkippableFact]
    public async Task A_batch_gives_back_first_then_claims_and_knows_of_both_in_its_answers()
    {
        await using var nodes = await PresenceNodes.CreateAsync();
        var (a, b) = (await nodes.JoinAsync(), await nodes.JoinAsync());
        await a.ClaimAsync("alice");
        await b.HasAsync("y", 4);
        var outcome = await a.ExchangeAsync(new PresenceBatch(
            [new(Area.ClientNames, "alice", 0), new(Area.Channels, "x", 1), new(Area.Channels, "y", 1)],
            [new(Area.ClientNames, "alice"), new(Area.ClientNames, "bob")],
            [Area.ClientNames, Area.Channels],
            [new(Area.Channels, "x"), new(Area.Channels, "z")],
            []));

        Assert.Equal([0, 0, 4], outcome.Elsewhere);
        Assert.Equal([true, true], outcome.Claimed);
        Assert.Equal(["alice", "bob"], outcome.Listed[0].Order(StringComparer.Ordinal));
        Assert.Equal(["x", "y"], outcome.Listed[1].Order(StringComparer.Ordinal));
        Assert.Equal([true, false], outcome.Found);
    }

    [SkippableFact]
    public async Task A_token_is_used_once_over_all_nodes_and_forgotten_when_it_has_expired()
    {
        await using var nodes = await PresenceNodes.CreateAsync();
        var (a, b) = (await nodes.JoinAsync(), await nodes.JoinAsync());
        Assert.Equal([true, true, false], await a.UseAsync(Later, "t", "u", "t"));
        Assert.Equal([false, true], await b.UseAsync(Later, "t", "v"));

        Assert.Equal([true], await a.UseAsync(Earlier, "old"));
        Assert.Equal([true], await b.UseAsync(Later, "w"));
        await nodes.AssertAsync("NOT EXISTS (SELECT FROM broker.used_tokens WHERE id = 'old')");
    }

    [SkippableFact]
    public async Task Who_leaves_is_gone_at_once()
    {
        await using var nodes = await PresenceNodes.CreateAsync();
        var (a, b) = (await nodes.JoinAsync(), await nodes.JoinAsync());
        await a.HasAsync("news", 2);
        await a.ClaimAsync("alice");
        await a.Store.LeaveAsync(a.Number);

        Assert.Equal(0, await b.HasAsync("news", 1));
        Assert.True(await b.ClaimAsync("alice"));
        Assert.Null(await a.RenewAsync());
    }

    [SkippableFact]
    public async Task A_crash_of_the_server_ends_every_lease_and_forgets_no_number_and_no_token()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await using var nodes = await PresenceNodes.CreateAsync(server);
        var (a, b) = (await nodes.JoinAsync(), await nodes.JoinAsync());
        await a.HasAsync("news", 2);
        await a.UseAsync(Later, "t");
        await server.StopAsync(isImmediate: true);
        await Assert.ThrowsAnyAsync<Exception>(a.RenewAsync);
        await server.StartAsync();

        Assert.Null(await Again(a.RenewAsync));
        var anew = await nodes.JoinAsync();
        Assert.True(anew.Number > b.Number);
        Assert.Empty(await anew.ListAsync(Area.Channels));
        Assert.Equal([false], await anew.UseAsync(Later, "t"));
        Assert.Null(await Again(b.RenewAsync));
    }

    // The pool may still have a connection that does not know of the crash.
    private static async Task<PresenceOutcome?> Again(Func<Task<PresenceOutcome?>> call)
    {
        try
        {
            return await call();
        }
        catch (Npgsql.NpgsqlException)
        {
            return await call();
        }
    }
}
