namespace Broker.Sockets.Tests;

public class CoalescedTimeoutsSpec
{
    private readonly FakeTimeProvider _clock = SpecTime.NewClock();
    private readonly CoalescedTimeouts _timeouts;

    public CoalescedTimeoutsSpec() => _timeouts = new CoalescedTimeouts(TimeSpan.FromSeconds(10), _clock);

    [Fact]
    public void Those_who_ask_at_about_the_same_time_share_one_token()
    {
        var first = _timeouts.Token;
        _clock.Advance(TimeSpan.FromMilliseconds(400));
        Assert.Equal(first, _timeouts.Token);

        _clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.NotEqual(first, _timeouts.Token);
    }

    [Fact]
    public void A_token_is_cancelled_after_the_timeout_and_at_most_a_slot_later()
    {
        var token = _timeouts.Token;
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.False(token.IsCancellationRequested);

        _clock.Advance(TimeSpan.FromMilliseconds(501));
        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public void The_end_cancels_every_token_at_once_also_those_of_later()
    {
        var first = _timeouts.Token;
        _clock.Advance(TimeSpan.FromSeconds(1));
        var second = _timeouts.Token;
        Assert.False(_timeouts.HasEnded);
        _timeouts.End();
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.All([first, second, _timeouts.Token], token => Assert.True(token.IsCancellationRequested));
        Assert.True(_timeouts.HasEnded);
    }
}
