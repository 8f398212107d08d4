namespace Broker.Actors.Telemetry;

/// <summary>One figure for each protocol. Safe from any thread; read while it is written.</summary>
public sealed class ProtocolTotals
{
    private static readonly int Protocols = Enum.GetValues<Protocol>().Length;
    private readonly long[] _totals = new long[Protocols];

    /// <summary>Of all protocols together.</summary>
    public long Sum
    {
        get
        {
            var sum = 0L;
            for (var i = 0; i < _totals.Length; i++) sum += Volatile.Read(ref _totals[i]);
            return sum;
        }
    }

    public long this[Protocol protocol] => Volatile.Read(ref _totals[(int)protocol]);

    internal void Add(Protocol protocol, long value) => Interlocked.Add(ref _totals[(int)protocol], value);
}
