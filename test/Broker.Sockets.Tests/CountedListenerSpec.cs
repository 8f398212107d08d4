namespace Broker.Sockets.Tests;

public sealed class CountedListenerSpec : IDisposable
{
    private readonly ListenerStage _clients = new();
    private readonly SocketLimit _limit = new(socketsMax: 2, new AddressLimit(1, proxies: []));

    [Fact]
    public async Task Accepts_no_more_while_all_places_are_taken()
    {
        var listener = new CountedListener(_clients, _limit);
        _clients.Connect("192.0.2.1");
        _clients.Connect("192.0.2.2");
        _clients.Connect("192.0.2.3");
        var first = await listener.AcceptAsync();
        await listener.AcceptAsync();
        var third = listener.AcceptAsync().AsTask();
        Assert.False(third.IsCompleted);

        await first!.DisposeAsync();
        Assert.NotNull(await third);
    }

    [Fact]
    public async Task Two_listeners_share_the_places()
    {
        var (http, hub) = (new CountedListener(_clients, _limit), new CountedListener(_clients, _limit));
        _clients.Connect("192.0.2.1");
        _clients.Connect("192.0.2.2");
        _clients.Connect("192.0.2.3");
        await http.AcceptAsync();
        await hub.AcceptAsync();

        Assert.False(http.AcceptAsync().AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_place_is_taken_until_the_socket_is_closed()
    {
        var listener = new CountedListener(_clients, new SocketLimit(1, new AddressLimit(0, proxies: [])));
        var slow = _clients.Connect();
        slow.ClosesLate = true;
        _clients.Connect();
        var first = await listener.AcceptAsync();
        var second = listener.AcceptAsync().AsTask();
        var disposing = first!.DisposeAsync().AsTask();
        Assert.False(second.IsCompleted);

        slow.Close();
        await disposing;
        Assert.NotNull(await second);
    }

    [Fact]
    public async Task Tells_which_connection_is_over_the_limit_of_its_address()
    {
        var listener = new CountedListener(_clients, _limit);
        _clients.Connect();
        _clients.Connect();
        var first = await AcceptedAsync(listener);
        var second = await AcceptedAsync(listener);
        Assert.Equal((false, true), (first.IsOverAddressLimit, second.IsOverAddressLimit));

        // It was not counted, so its end makes no room.
        await second.DisposeAsync();
        _clients.Connect();
        var third = await AcceptedAsync(listener);
        Assert.True(third.IsOverAddressLimit);

        await first.DisposeAsync();
        await third.DisposeAsync();
        _clients.Connect();
        Assert.False((await AcceptedAsync(listener)).IsOverAddressLimit);
    }

    [Fact]
    public async Task Its_end_does_not_wait_for_a_place()
    {
        var listener = new CountedListener(_clients, new SocketLimit(1, new AddressLimit(0, proxies: [])));
        _clients.Connect();
        var waiting = _clients.Connect();
        await listener.AcceptAsync();
        var accepting = listener.AcceptAsync().AsTask();
        await listener.UnbindAsync();

        Assert.Null(await accepting);
        Assert.True(waiting.IsDisposed);
    }

    [Fact]
    public async Task Accepts_nothing_once_the_listener_below_has_ended()
    {
        var listener = new CountedListener(_clients, _limit);
        await listener.DisposeAsync();

        Assert.Null(await listener.AcceptAsync());
    }

    public void Dispose() => _limit.Dispose();

    private static async Task<CountedConnection> AcceptedAsync(CountedListener listener) =>
        Assert.IsType<CountedConnection>(await listener.AcceptAsync());
}
