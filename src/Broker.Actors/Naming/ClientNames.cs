using System.Security.Cryptography;
using Broker.Actors.Cluster;
using Broker.Actors.Connections;
using static Broker.Actors.Naming.NameProtocol;

namespace Broker.Actors.Naming;

/// <summary>
/// The names of one node's clients. A node alone gives them itself and at once. In a cluster a bucket decides
/// for all nodes: what this node holds it gives to a further connection of the same user, and nothing else.
/// </summary>
/// <param name="buckets">The parent of all buckets; null in one process.</param>
/// <param name="node">The actor that owns this.</param>
/// <param name="settle">Lets a client in under its name, or refuses it for a reason.</param>
internal sealed class ClientNames(
    IActorRef? buckets, IActorRef node, TimeProvider time, Action<NamedConnect, CloseReason?> settle)
{
    /// <summary>With the longest names and users a message of about 64 KiB.</summary>
    public const int PageMax = 120;

    private const int RandomDigits = 8;

    private static readonly TimeSpan ClaimPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RandomPatience = TimeSpan.FromSeconds(1);

    private readonly NamesHere _held = new(buckets is null ? 1 : Buckets.Count);
    private readonly Dictionary<string, NameClaim> _claims = new(StringComparer.Ordinal);
    // Connections of these have ended, and the bucket is not told yet.
    private readonly HashSet<string> _freed = new(StringComparer.Ordinal);
    // It counts faster than a node speaks: what an actor before a restart of this one has said is older.
    private long _number = time.GetTimestamp();

    /// <summary>Clients that wait for their name.</summary>
    public int Waiting { get; private set; }

    /// <summary>True when <see cref="Tick"/> has to be called every 250 ms.</summary>
    public bool IsBusy => _claims.Count > 0 || _freed.Count > 0;

    /// <summary>Settles a client that wants a name, now or later.</summary>
    public void Take(NamedConnect client)
    {
        if (client.IsRandom) client = client with { Name = RandomName() };
        if (_held.Contains(client.Name)) Share(client);
        else if (buckets is null) Hold(client);
        else Claim(client);
    }

    /// <summary>A connection that had a name has ended.</summary>
    public void Free(string name)
    {
        if (_held.Remove(name) && buckets is not null) _freed.Add(name);
    }

    /// <summary>Sends what has no answer again, and what is free to its buckets.</summary>
    public void Tick()
    {
        foreach (var claim in _claims.Values.ToList())
        {
            if (time.GetElapsedTime(claim.Clients[0].AskedAt) >= ClaimPatience)
                Refuse(claim, CloseReason.NameUncertain);
            else if (time.GetElapsedTime(claim.BeganAt) >= RandomPatience && claim.IsRandom)
                TakeAnother(claim);
            else
                Send(claim);
        }
        foreach (var bucket in _freed.GroupBy(Buckets.Of))
            foreach (var names in bucket.Chunk(PageMax)) Tell(new Release(bucket.Key, node, _number, names));
        _number++;
        _freed.Clear();
    }

    /// <summary>All clients that wait are refused.</summary>
    public void RefuseAll(CloseReason reason)
    {
        foreach (var claim in _claims.Values.ToList()) Refuse(claim, reason);
    }

    public void Take(Claimed m)
    {
        if (Remove(m.Name, m.Number) is not { } claim) return;

        foreach (var client in claim.Clients)
        {
            if (_held.Contains(client.Name)) Share(client);
            else Hold(client);
        }
    }

    public void Take(ClaimRefused m)
    {
        if (Remove(m.Name, m.Number) is not { } claim) return;

        foreach (var client in claim.Clients)
        {
            if (client.IsRandom) Take(client);
            else settle(client, m.Reason is ClaimRefusal.Taken
                ? CloseReason.NameTaken
                : CloseReason.NameUncertain);
        }
    }

    /// <summary>
    /// Tells a bucket what is held here. What is claimed is claimed anew: a home before this one may have
    /// granted it, and this one does not know.
    /// </summary>
    public void Take(ListNames m)
    {
        _freed.RemoveWhere(name => Buckets.Of(name) == m.Bucket);
        var number = ++_number;
        HeldName[][] pages = [.. _held.Of(m.Bucket).Chunk(PageMax)];
        if (pages.Length == 0) pages = [[]];
        for (var page = 0; page < pages.Length; page++)
            m.Home.Tell(
                new NamesHeld(node, number, page, IsLast: page == pages.Length - 1, pages[page]),
                ActorRefs.NoSender);
        foreach (var claim in _claims.Values.Where(claim => Buckets.Of(claim.Name) == m.Bucket))
            SendAnew(claim);
    }

    /// <summary>What is claimed here counts as held: it may have been granted.</summary>
    public void Take(CheckName m)
    {
        _freed.Remove(m.Name);
        var isHeld = _held.Contains(m.Name) || _claims.ContainsKey(m.Name);
        m.Home.Tell(new NameChecked(m.Name, node, ++_number, isHeld), ActorRefs.NoSender);
    }

    /// <summary>Other nodes' clients have these names.</summary>
    public void Take(NamesLost m)
    {
        foreach (var name in m.Names) _held.Lose(name);
    }

    private void Share(NamedConnect client)
    {
        if (_held.TryShare(client.Name, client.User)) settle(client, null);
        else settle(client, CloseReason.NameTaken);
    }

    private void Hold(NamedConnect client)
    {
        _held.Add(client.Name, client.User);
        settle(client, null);
    }

    private void Claim(NamedConnect client)
    {
        Waiting++;
        if (!_claims.TryGetValue(client.Name, out var claim))
        {
            claim = new NameClaim(client.Name, client.User, time.GetTimestamp());
            _claims.Add(client.Name, claim);
            _freed.Remove(client.Name);
            SendAnew(claim);
        }
        claim.Clients.Add(client);
    }

    private NameClaim? Remove(string name, long number)
    {
        if (!_claims.TryGetValue(name, out var claim) || claim.Number != number) return null;

        _claims.Remove(name);
        Waiting -= claim.Clients.Count;
        return claim;
    }

    // It may be granted yet.
    private NameClaim GiveUp(NameClaim claim)
    {
        Remove(claim.Name, claim.Number);
        _freed.Add(claim.Name);
        return claim;
    }

    private void Refuse(NameClaim claim, CloseReason reason)
    {
        foreach (var client in GiveUp(claim).Clients) settle(client, reason);
    }

    // The home of another bucket may be there.
    private void TakeAnother(NameClaim claim)
    {
        foreach (var client in GiveUp(claim).Clients) Take(client);
    }

    private void SendAnew(NameClaim claim)
    {
        claim.Number = ++_number;
        Send(claim);
    }

    private void Send(NameClaim claim) => Tell(new Claim(claim.Name, claim.User, node, claim.Number));

    private void Tell(INameCommand command) => buckets!.Tell(command, ActorRefs.NoSender);

    private string RandomName()
    {
        string name;
        do name = $"guest-{RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true)}";
        while (_held.Contains(name) || _claims.ContainsKey(name));
        return name;
    }
}
