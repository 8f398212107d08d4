using Broker.Actors.Naming;
using static Broker.Actors.Naming.NameProtocol;

namespace Broker.Actors.Tests.Naming;

/// <summary>The names of one node's clients, and who has them.</summary>
internal sealed class NameNode
{
    private readonly FakeTimeProvider _time;
    private readonly Action<Mailbox, Action<ClientNames>> _act;
    private readonly List<(string Name, string? User)> _ending = [];

    public NameNode(
        Mailbox self, IActorRef buckets, FakeTimeProvider time, Action<Mailbox, Action<ClientNames>> act)
    {
        (Ref, _time, _act) = (self, time, act);
        Names = new ClientNames(buckets, self, time, (client, reason) =>
        {
            if (reason is null) Connected.Add((client.Name, client.User));
        });
    }

    public Mailbox Ref { get; }

    public ClientNames Names { get; }

    public List<(string Name, string? User)> Connected { get; } = [];

    public void Connect(string name, string? user) => _act(Ref, names => names.Take(new NamedConnect(
        ActorRefs.Nobody, Port: null!, name, user, IsRandom: name.Length == 0, _time.GetTimestamp())));

    /// <summary>One connection ends, which may be one that was closed.</summary>
    public void Disconnect(Random random)
    {
        var all = _ending.Count > 0 ? _ending : Connected;
        if (all.Count == 0) return;

        var (name, _) = all[random.Next(all.Count)];
        all.RemoveAt(all.FindIndex(one => one.Name == name));
        _act(Ref, names => names.Free(name));
    }

    public void Lose(NamesLost lost)
    {
        Names.Take(lost);
        _ending.AddRange(Connected.Where(one => lost.Names.Contains(one.Name)));
        Connected.RemoveAll(one => lost.Names.Contains(one.Name));
    }
}
