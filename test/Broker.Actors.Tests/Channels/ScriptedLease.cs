using Broker.Actors.Cluster;

namespace Broker.Actors.Tests.Channels;

/// <summary>A lease that the spec gives and takes. It holds from the start.</summary>
internal sealed class ScriptedLease : IHomeLease
{
    private int _left = int.MaxValue;
    private int _looks;

    /// <summary>How often it was looked at.</summary>
    public int Looks => Volatile.Read(ref _looks);

    public bool MayStore => Look();

    public bool MayAccept => Look();

    public void Give() => Volatile.Write(ref _left, int.MaxValue);

    public void Take() => EndAfter(looks: 0);

    /// <summary>It ends when it has been looked at so often.</summary>
    public void EndAfter(int looks) => Volatile.Write(ref _left, looks);

    private bool Look()
    {
        Interlocked.Increment(ref _looks);
        var left = Volatile.Read(ref _left);
        if (left is > 0 and < int.MaxValue) Volatile.Write(ref _left, left - 1);
        return left > 0;
    }
}
