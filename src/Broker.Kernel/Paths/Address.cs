namespace Broker.Kernel;

/// <summary>
/// Where a system lives: <c>akka://name</c>, or <c>akka.tcp://name@host:port</c> for another process.
/// </summary>
public sealed record Address(string Protocol, string System, string? Host = null, int? Port = null)
{
    public bool HasLocalScope => string.IsNullOrEmpty(Host);

    public override string ToString() => (Host, Port) switch
    {
        (null, _) => $"{Protocol}://{System}",
        (_, null) => $"{Protocol}://{System}@{Host}",
        _ => $"{Protocol}://{System}@{Host}:{Port}",
    };
}
