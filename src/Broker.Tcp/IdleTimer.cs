namespace Broker.Tcp;

/// <summary>
/// Tells in beats of the connection registry when a connection has been silent both ways for too long: for
/// one time until its first byte, for another after that.
/// </summary>
internal sealed class IdleTimer(int firstByteBeats, int idleBeats)
{
    private bool _heard;
    private bool _hasBegun;
    private int _silent;

    /// <summary>Bytes came or went. From any thread.</summary>
    public void Broken() => Volatile.Write(ref _heard, true);

    /// <returns>True when it has lasted too long.</returns>
    public bool Beat()
    {
        if (Volatile.Read(ref _heard))
        {
            Volatile.Write(ref _heard, false);
            (_hasBegun, _silent) = (true, 0);
            return false;
        }
        return ++_silent >= (_hasBegun ? idleBeats : firstByteBeats);
    }
}
