namespace Broker.Sockets;

/// <summary>
/// Tells from silence whether a peer is gone, in beats of the connection registry: after some it is asked,
/// after some more it is dead. The reader says <see cref="Heard"/>, the registry's thread <see cref="Beat"/>.
/// A struct, as each connection has one: never copy it.
/// </summary>
public struct PeerPulse(int askAfterBeats, int deadAfterBeats)
{
    private bool _heard;
    private int _silent;

    public void Heard() => Volatile.Write(ref _heard, true);

    public PulseResult Beat()
    {
        if (Volatile.Read(ref _heard))
        {
            Volatile.Write(ref _heard, false);
            _silent = 0;
            return PulseResult.Alive;
        }

        _silent++;
        if (_silent == askAfterBeats) return PulseResult.Ask;
        return _silent == askAfterBeats + deadAfterBeats ? PulseResult.Dead : PulseResult.Alive;
    }
}
