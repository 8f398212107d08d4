namespace Broker.Actors.Telemetry;

/// <summary>
/// What one public channel has done since its actor started. Only that actor writes; anybody reads.
/// </summary>
public sealed class ChannelFigures(string name, Func<int> subscribers)
{
    private long _publications;
    private long _deliveries;

    public string Name { get; } = name;

    public int Subscribers => subscribers();

    public long Publications => Volatile.Read(ref _publications);

    public long Deliveries => Volatile.Read(ref _deliveries);

    internal void AddPublications(int count) => Volatile.Write(ref _publications, _publications + count);

    internal void AddDeliveries(long count) => Volatile.Write(ref _deliveries, _deliveries + count);
}
