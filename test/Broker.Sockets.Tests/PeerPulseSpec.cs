namespace Broker.Sockets.Tests;

public class PeerPulseSpec
{
    private PeerPulse _pulse = new(askAfterBeats: 3, deadAfterBeats: 2);

    [Fact]
    public void A_silent_peer_is_asked_once_and_then_dead() => Assert.Equal(
        [
            PulseResult.Alive, PulseResult.Alive, PulseResult.Ask, PulseResult.Alive, PulseResult.Dead,
            PulseResult.Alive,
        ],
        Beats(6));

    [Fact]
    public void Any_sign_begins_the_silence_anew()
    {
        Beats(4);
        _pulse.Heard();

        Assert.Equal([PulseResult.Alive, PulseResult.Alive, PulseResult.Alive, PulseResult.Ask], Beats(4));
    }

    private PulseResult[] Beats(int count) => [.. Enumerable.Range(0, count).Select(_ => _pulse.Beat())];
}
