namespace Broker.Kernel.Soak;

/// <summary>What all actors of the soak have seen so far; any thread may read and count.</summary>
public sealed class Tally
{
    private long _started;
    private long _stopped;
    private long _terminated;
    private long _mourned;
    private long _unexpected;

    public long Started => Interlocked.Read(ref _started);

    /// <summary>False when any ending was missed, doubled or not asked for.</summary>
    /// <param name="actors">How many have been started and must have ended, each exactly once.</param>
    public bool IsComplete(long actors) =>
        Started == actors && Interlocked.Read(ref _stopped) == actors
        && Interlocked.Read(ref _terminated) == actors && Interlocked.Read(ref _mourned) == actors
        && Interlocked.Read(ref _unexpected) == 0;

    public void CountStarted(int actors) => Interlocked.Add(ref _started, actors);

    /// <summary>An actor's PostStop ran.</summary>
    public void CountStopped() => Interlocked.Increment(ref _stopped);

    /// <summary>Parents saw this many Terminated, each of another child.</summary>
    public void CountTerminated(int actors) => Interlocked.Add(ref _terminated, actors);

    /// <summary>Mourners saw this many Terminated, each of another actor.</summary>
    public void CountMourned(int actors) => Interlocked.Add(ref _mourned, actors);

    /// <summary>A Terminated of an actor nobody waits for: doubled, or not watched at all.</summary>
    public void CountUnexpected() => Interlocked.Increment(ref _unexpected);

    public override string ToString() =>
        $"started {_started:N0}, stopped {_stopped:N0}, Terminated {_terminated:N0} at parents and " +
        $"{_mourned:N0} at others, doubled or unknown {_unexpected:N0}";
}
