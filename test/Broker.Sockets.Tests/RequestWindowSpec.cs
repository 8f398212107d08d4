namespace Broker.Sockets.Tests;

public class RequestWindowSpec
{
    private readonly RequestWindow _window = new(requestsMax: 2);

    [Fact]
    public void Lets_a_reader_pause_at_its_limit_and_not_before()
    {
        _window.Open();
        Assert.Null(_window.Pause());

        _window.Open();
        Assert.NotNull(_window.Pause());
    }

    [Fact]
    public async Task A_pause_ends_when_a_request_is_answered()
    {
        _window.Open(requests: 2);
        var pause = _window.Pause();
        Assert.False(pause!.IsCompleted);

        _window.Complete(requests: 1);
        await pause;
        Assert.Null(_window.Pause());
    }

    [Fact]
    public void A_pause_is_over_where_the_answer_has_already_come()
    {
        _window.Open(requests: 2);
        _window.Complete(requests: 2);

        Assert.Null(_window.Pause());
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
    public async Task Its_release_ends_every_wait_and_lets_no_reader_pause()
    {
        _window.Open(requests: 2);
        var (pause, empty) = (_window.Pause()!, _window.WaitUntilEmptyAsync());
        _window.Release();

        await Task.WhenAll(pause, empty, _window.WaitUntilEmptyAsync());
        Assert.Null(_window.Pause());
    }
}
