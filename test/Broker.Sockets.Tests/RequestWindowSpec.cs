namespace Broker.Sockets.Tests;

public class RequestWindowSpec
{
    private readonly RequestWindow _window = new(requestsMax: 2);

    [Fact]
    public void Is_full_at_its_limit_and_not_before()
    {
        _window.Open();
        Assert.False(_window.IsFull);

        _window.Open();
        Assert.True(_window.IsFull);
    }

    [Fact]
    public async Task Who_waits_goes_on_when_a_request_is_answered()
    {
        _window.Open();
        _window.Open();
        var room = _window.WaitForRoomAsync();
        Assert.False(room.IsCompleted);

        _window.Complete(requests: 1);
        await room;
        Assert.False(_window.IsFull);
    }

    [Fact]
    public async Task Nobody_waits_for_an_answer_that_has_already_come()
    {
        _window.Open();
        _window.Open();
        _window.Complete(requests: 2);

        await _window.WaitForRoomAsync();
    }

    [Fact]
    public async Task Who_waits_for_the_end_goes_on_when_nothing_is_open()
    {
        _window.Open(requests: 2);
        var empty = _window.WaitUntilEmptyAsync();
        _window.Complete(requests: 1);
        Assert.False(empty.IsCompleted);

        _window.Complete(requests: 1);
        await empty;
        await _window.WaitUntilEmptyAsync();
    }

    [Fact]
    public async Task Nobody_waits_once_it_is_released()
    {
        _window.Open(requests: 2);
        var (room, empty) = (_window.WaitForRoomAsync(), _window.WaitUntilEmptyAsync());
        _window.Release();

        await Task.WhenAll(room, empty, _window.WaitForRoomAsync(), _window.WaitUntilEmptyAsync());
    }
}
