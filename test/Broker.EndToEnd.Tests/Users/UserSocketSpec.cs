namespace Broker.EndToEnd.Tests.Users;

public sealed class UserSocketSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>, IDisposable
{
    private const int TooBig = 1009;

    private readonly BrokerProcess _broker = fixture.Broker;
    private readonly UsersHttp _http = new(fixture.Broker);

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Every_socket_of_a_name_receives_the_bare_content_and_no_other_does()
    {
        using var one = await UserSocket.ConnectAsync(_broker, await _http.SocketTokenAsync("twice"));
        using var two = await UserSocket.ConnectAsync(_broker, await _http.TokenAsync("twice"));
        using var other = await UserSocket.ConnectAsync(_broker, await _http.SocketTokenAsync("Twice"));
        await _http.MessageAsync("Twice", "to the other");
        await _http.MessageAsync("twice", "hi there");
        await _http.MessageAsync("twice", "");

        Assert.Equal("hi there", await one.NextAsync());
        Assert.Equal("", await one.NextAsync());
        Assert.Equal("hi there", await two.NextAsync());
        Assert.Equal("to the other", await other.NextAsync());
    }

    [Fact]
    public async Task Text_comes_back_in_order_and_what_is_binary_is_ignored()
    {
        using var socket = await UserSocket.ConnectAsync(_broker, await _http.SocketTokenAsync("echo"));
        await socket.SendAsync("one 🎉");
        await socket.SendAsync([1, 2, 3]);
        await socket.SendAsync("");
        await socket.SendAsync("""{"type":"renew","token":"x"}""");

        Assert.Equal("one 🎉", await socket.NextAsync());
        Assert.Equal("", await socket.NextAsync());
        Assert.Equal("""{"type":"renew","token":"x"}""", await socket.NextAsync());
    }

    [Fact]
    public async Task Events_have_the_fields_of_the_contract_and_nothing_else()
    {
        var token = await _http.SocketTokenAsync("events");
        using var socket = await UserSocket.ConnectAsync(_broker, token, "&format=json");
        await _http.MessageAsync("events", "hi");
        var message = await socket.NextEventAsync();

        Assert.Equal(["type", "offset", "sent_at", "content"], message.Select(field => field.Key));
        Assert.Equal(
            ("message", 1L, "hi"),
            ((string?)message["type"], (long)message["offset"]!, (string?)message["content"]));
    }

    [Theory]
    [InlineData("User-Agent: in front of HTTP")]
    [InlineData("Cookie: through=http")]
    public async Task Both_ways_in_are_the_same(string header)
    {
        var target = $"/ws?authorization={await _http.SocketTokenAsync("ways")}";
        using var socket = await WireConnection.UpgradeAsync(_broker.HttpPort, target, header);
        await _http.MessageAsync("ways", "hi");
        await socket.SendAsync(WireFrame.OfText("echo"));

        Assert.Equal("hi", (await socket.ReadFrameAsync()).Text);
        Assert.Equal("echo", (await socket.ReadFrameAsync()).Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer ")]
    public async Task The_token_may_come_in_the_header(string scheme)
    {
        var header = $"Authorization: {scheme}{await _http.SocketTokenAsync("header")}";
        using var socket = await WireConnection.UpgradeAsync(_broker.HttpPort, "/ws", header);
        await _http.MessageAsync("header", "hi");

        Assert.Equal("hi", (await socket.ReadFrameAsync()).Text);
    }

    [Theory]
    [InlineData("/ws", "403: Forbidden")]
    [InlineData("/ws?authorization=", "403: Forbidden")]
    [InlineData("/ws?authorization=x.y.z", "403: Forbidden")]
    [InlineData("/ws?authorization={0}&since=x", "400: Bad Request")]
    [InlineData("/ws?authorization={0}&format=xml", "400: Bad Request")]
    public async Task A_handshake_without_a_good_token_or_with_a_bad_query_is_refused(
        string target, string body)
    {
        var token = await _http.SocketTokenAsync("refused");
        target = target.Replace("{0}", token, StringComparison.Ordinal);
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(WireConnection.Handshake(target, _broker.HttpPort));
        var head = await connection.ReadHeadAsync();

        Assert.Equal((body[..3], body), ($"{head.Status}", await connection.ReadBodyAsync(head)));
    }

    [Fact]
    public async Task A_good_token_without_a_handshake_is_a_bad_request_and_a_bad_one_is_forbidden()
    {
        var token = await _http.SocketTokenAsync("curl");

        Assert.Equal("400: Bad Request", (await _http.GetAsync($"/ws?authorization={token}")).Body);
        Assert.Equal("403: Forbidden", (await _http.GetAsync($"/ws?authorization={token}x")).Body);
    }

    [Theory]
    [InlineData("http://localhost:4000", 101)]
    [InlineData("http://localhost:4001", 403)]
    [InlineData("null", 403)]
    public async Task A_page_of_another_origin_opens_no_socket(string origin, int status)
    {
        var target = $"/ws?authorization={await _http.SocketTokenAsync("origin")}";
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(
            WireConnection.Handshake(target, _broker.HttpPort, $"Origin: {origin}"));

        Assert.Equal(status, (await connection.ReadHeadAsync()).Status);
    }

    [Fact]
    public async Task A_message_over_64_KiB_ends_the_socket()
    {
        using var socket = await UserSocket.ConnectAsync(_broker, await _http.SocketTokenAsync("long"));
        await socket.SendAsync(new string('a', 65536));
        Assert.Equal(65536, (await socket.NextAsync()).Length);
        await socket.SendAsync(new string('a', 65537));

        Assert.Equal(TooBig, await socket.ClosedByServerAsync());
    }

    [Fact]
    public async Task No_other_protocol_reaches_an_inbox_or_sees_it()
    {
        using var socket = await UserSocket.ConnectAsync(_broker, await _http.SocketTokenAsync("private"));
        using var chat = await ChatClient.ConnectAsync(_broker);
        using var publish = await _broker.Http.PostAsync("$user.private", "x"u8.ToArray());
        var subscribe = await chat.AskAsync(Request.Subscribe("$user.private"));

        Assert.Equal(400, (int)publish.StatusCode);
        Assert.Equal("error", (string?)subscribe["status"]);
        Assert.DoesNotContain(await chat.ListAsync(), name => name.StartsWith('$'));
    }
}
