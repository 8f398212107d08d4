namespace Broker.Actors.Naming;

/// <summary>A name that a bucket is asked for, and the clients that wait for it.</summary>
internal sealed class NameClaim(string name, string? user, long beganAt)
{
    public string Name => name;

    public string? User => user;

    public long BeganAt => beganAt;

    /// <summary>An answer to another number is void.</summary>
    public long Number { get; set; }

    /// <summary>At least one.</summary>
    public List<NamedConnect> Clients { get; } = [];

    /// <summary>Whether another name does as well.</summary>
    public bool IsRandom => Clients.TrueForAll(client => client.IsRandom);
}
