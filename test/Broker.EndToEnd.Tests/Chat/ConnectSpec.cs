namespace Broker.EndToEnd.Tests.Chat;

public class ConnectSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private readonly BrokerProcess _broker = fixture.Broker;

    [Fact]
    public async Task The_first_message_of_all_greets_the_client_by_its_name()
    {
        using var alice = await ChatClient.ConnectAsync(_broker, "Alice");

        Assert.Equal("""{"status":"ok","info":{"client_name":"Alice"}}""", alice.Greeting.ToJsonString());
    }

    [Theory]
    [InlineData("日本語 é")]
    [InlineData("quote\" back\\slash")]
    [InlineData("a+b & c=d")]
    public async Task A_name_may_hold_any_text(string name)
    {
        using var client = await ChatClient.ConnectAsync(_broker, name);

        Assert.Equal(name, client.Name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Without_a_name_it_gets_a_random_one(string? name)
    {
        using var one = await ChatClient.ConnectAsync(_broker, name);
        using var two = await ChatClient.ConnectAsync(_broker, name);

        Assert.NotEmpty(one.Name);
        Assert.NotEmpty(two.Name);
        Assert.NotEqual(one.Name, two.Name);
    }

    [Fact]
    public async Task A_name_already_connected_is_answered_with_an_error_and_closed()
    {
        using var first = await ChatClient.ConnectAsync(_broker, "Bob");
        using var second = await ChatClient.ConnectAsync(_broker, "Bob");

        Assert.Equal("error", (string?)second.Greeting["status"]);
        Assert.Contains("name", (string?)second.Greeting["info"]!["detail"], StringComparison.Ordinal);
        await second.ClosedByServerAsync();
        Assert.Empty(await first.ListAsync(Request.ListMine));
    }

    [Fact]
    public async Task Names_are_case_sensitive()
    {
        using var lower = await ChatClient.ConnectAsync(_broker, "dora");
        using var upper = await ChatClient.ConnectAsync(_broker, "Dora");

        Assert.Equal("Dora", upper.Name);
    }

    [Fact]
    public async Task Of_many_that_ask_for_one_name_at_once_exactly_one_gets_it()
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, 16)
            .Select(_ => ChatClient.ConnectAsync(_broker, "Wanted")));

        Assert.Single(clients, client => (string?)client.Greeting["status"] == "ok");
        foreach (var client in clients) client.Dispose();
    }

    [Fact]
    public async Task A_name_is_free_again_after_its_client_closed() =>
        await TakesOverAsync("Carol", carol => carol.CloseAsync());

    [Fact]
    public async Task A_name_is_free_again_after_its_connection_broke() =>
        await TakesOverAsync("Carla", carla =>
        {
            carla.Dispose();
            return Task.CompletedTask;
        });

    private async Task TakesOverAsync(string name, Func<ChatClient, Task> leaveAsync)
    {
        using (var first = await ChatClient.ConnectAsync(_broker, name)) await leaveAsync(first);

        await Patience.UntilAsync(
            async () =>
            {
                using var next = await ChatClient.ConnectAsync(_broker, name);
                return (string?)next.Greeting["status"] == "ok";
            },
            () => $"{name} stays taken.");
    }
}
