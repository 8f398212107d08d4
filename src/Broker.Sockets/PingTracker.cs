namespace Broker.Sockets;

/// <summary>
/// Tells whether a peer is gone, in beats of the connection registry: now and then it is asked, and if it
/// says nothing for some beats more it is dead. The reader says <see cref="Heard"/>, the registry's thread
/// <see cref="Beat"/>. A struct, as each connection has one: never copy it.
/// </summary>
/// <param name="askAfterBeats">Beats of silence, or where it is steady just beats.</param>
/// <param name="deadAfterBeats">Beats without a word after it was asked.</param>
/// <param name="isSteady">Ask also a peer that talks.</param>
public struct PingTracker(int askAfterBeats, int deadAfterBeats, bool isSteady = false)
{
    private bool _heard;
    private int _quiet;
    private int _unanswered = -1;

    public void Heard() => Volatile.Write(ref _heard, true);

    public PingAction Beat()
    {
        if (Volatile.Read(ref _heard))
        {
            Volatile.Write(ref _heard, false);
            _unanswered = -1;
            // What was heard in this beat ends the silence, but not the time until the next steady ask.
            if (!isSteady)
            {
                _quiet = 0;
                return PingAction.Alive;
            }
        }
        else if (_unanswered >= 0 && ++_unanswered == deadAfterBeats) return PingAction.Dead;

        if (++_quiet < askAfterBeats || (!isSteady && _unanswered >= 0)) return PingAction.Alive;

        _quiet = 0;
        if (_unanswered < 0) _unanswered = 0;
        return PingAction.Ask;
    }
}
