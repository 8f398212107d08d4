namespace Broker.Sockets.Tests;

public class PingTrackerSpec
{
    private PingTracker _pulse = new(askAfterBeats: 3, deadAfterBeats: 2);

    [Fact]
    public void A_silent_peer_is_asked_once_and_then_dead() => Assert.Equal(
        [
            PingAction.Alive, PingAction.Alive, PingAction.Ask, PingAction.Alive, PingAction.Dead,
            PingAction.Alive,
        ],
        Beats(6));

    [Fact]
    public void Any_sign_begins_the_silence_anew()
    {
        Beats(4);
        _pulse.Heard();

        Assert.Equal([PingAction.Alive, PingAction.Alive, PingAction.Alive, PingAction.Ask], Beats(4));
    }

    [Fact]
    public void A_steady_pulse_asks_also_a_peer_that_talks()
    {
        var steady = new PingTracker(askAfterBeats: 2, deadAfterBeats: 3, isSteady: true);
        var results = new List<PingAction>();
        for (var i = 0; i < 4; i++)
        {
            results.Add(steady.Beat());
            steady.Heard();
        }

        Assert.Equal([PingAction.Alive, PingAction.Ask, PingAction.Alive, PingAction.Ask], results);
    }

    [Theory]
    [InlineData(2, 3, 5)]
    [InlineData(2, 2, 4)]
    [InlineData(3, 1, 4)]
    public void A_steady_pulse_ends_so_many_beats_after_the_first_ask_that_nobody_answered(
        int askAfter, int deadAfter, int deadAt)
    {
        var steady = new PingTracker(askAfter, deadAfter, isSteady: true);
        var results = Enumerable.Range(0, deadAt).Select(_ => steady.Beat()).ToArray();

        Assert.Equal(deadAt - 1, Array.IndexOf(results, PingAction.Dead));
        Assert.Equal(askAfter - 1, Array.IndexOf(results, PingAction.Ask));
    }

    private PingAction[] Beats(int count) => [.. Enumerable.Range(0, count).Select(_ => _pulse.Beat())];
}
