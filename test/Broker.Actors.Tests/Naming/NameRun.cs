using Broker.Actors.Cluster;
using Broker.Actors.Naming;
using static Broker.Actors.Cluster.MemberProtocol;
using static Broker.Actors.Naming.NameProtocol;

namespace Broker.Actors.Tests.Naming;

/// <summary>A run of names over nodes, in which chance decides what happens next.</summary>
internal sealed class NameRun
{
    private static readonly string[] Names = ["alice", "bob", "carol"];
    private static readonly string?[] Users = [null, null, "ann", "ben"];

    private readonly Random _random;
    private readonly FakeTimeProvider _time = SpecTime.NewClock();
    private readonly Members _members = new();
    private readonly Dictionary<int, (NameHome Home, Mailbox Ref)> _homes = [];
    private readonly List<NameNode> _nodes = [];
    private readonly List<(Mailbox From, Mailbox To, object Message)> _underWay = [];
    private readonly Mailbox _buckets;
    private Mailbox? _cut;
    private Mailbox _speaker;
    private int _made;

    public NameRun(Random random)
    {
        _random = random;
        _speaker = _buckets = new Mailbox("buckets", Send);
        for (var i = 0; i < 3; i++) Start();
        _members.TryTake(new MembersUnmet(0));
    }

    public void Step(bool mayKill = true)
    {
        _time.Advance(TimeSpan.FromMilliseconds(_cut is null ? 1 : 30));
        switch (_random.Next(20))
        {
            case 0 or 1: Any(_nodes).Connect(Any(Names), Any(Users)); break;
            case 2: Any(_nodes).Connect("", user: null); break;
            case 3 or 4: Any(_nodes).Disconnect(_random); break;
            case 5: Act(Any(_nodes).Ref, node => node.Tick()); break;
            case 6 when _homes.Count > 0: Tick(Any([.. _homes.Values])); break;
            case 7 when _random.Next(4) == 0: _homes.Clear(); break;
            case 8 when mayKill && _random.Next(10) == 0: Kill(Any(_nodes)); break;
            default: Deliver(_random.Next(12)); break;
        }
    }

    /// <summary>Nothing more is lost, and no one comes.</summary>
    public void Settle()
    {
        for (var round = 0; round < 300; round++)
        {
            while (_underWay.Count > 0) Deliver(chance: 5);
            foreach (var node in _nodes) Act(node.Ref, one => one.Tick());
            foreach (var home in _homes.Values.ToList()) Tick(home);
            _time.Advance(TimeSpan.FromMilliseconds(250));
        }
    }

    public void CutOff() => _cut = Any(_nodes).Ref;

    public void Heal() => _cut = null;

    public void CheckNoDoubles() => Assert.All(
        _nodes.SelectMany(node => node.Connected.Select(one => (node, one.Name, one.User)))
            .GroupBy(one => one.Name),
        name => Assert.True(
            name.Count() == 1 || name.All(one => one.User is not null && one.User == name.First().User),
            $"{name.Key}: {string.Join(", ", name.Select(one => $"{one.node.Ref.Path} {one.User}"))}"));

    public void CheckAnswers() => Assert.All(_nodes, node => Assert.Equal(0, node.Names.Waiting));

    public void CheckThatAllIsFreeAgain()
    {
        foreach (var node in _nodes)
            while (node.Connected.Count > 0) node.Disconnect(_random);
        foreach (var name in Names) Any(_nodes).Connect(name, user: null);
        Settle();
        Assert.Equal(Names, _nodes.SelectMany(node => node.Connected).Select(one => one.Name).Order());
    }

    private T Any<T>(IReadOnlyList<T> all) => all[_random.Next(all.Count)];

    private void Start()
    {
        var node = new NameNode(new Mailbox($"node-{_made++}", Send), _buckets, _time, Act);
        _members.TryTake(new MemberMet(node.Ref));
        _nodes.Add(node);
    }

    private void Kill(NameNode node)
    {
        _nodes.Remove(node);
        _members.TryTake(new MemberLost(node.Ref));
        _underWay.RemoveAll(one => one.To == node.Ref);
        Start();
    }

    private void Tick((NameHome Home, Mailbox Ref) home)
    {
        _speaker = home.Ref;
        home.Home.Tick();
    }

    private void Act(Mailbox who, Action<ClientNames> act)
    {
        if (_nodes.Find(node => node.Ref == who) is not { } node) return;

        _speaker = who;
        act(node.Names);
    }

    private void Send(Mailbox to, object message) => _underWay.Add((_speaker, to, message));

    // In order between two, but what goes by way of the buckets goes another way.
    private void Deliver(int chance)
    {
        if (_underWay.Count == 0) return;

        var (from, to, message) = Any(_underWay);
        var first = _underWay.FindIndex(one => one.From == from && one.To == to);
        message = _underWay[first].Message;
        // A claim is sent again, and a list is asked for again: a few may be lost.
        var isDoubled = chance == 1 && message is Claim;
        if (!isDoubled) _underWay.RemoveAt(first);
        if (from == _cut || to == _cut || (chance == 0 && message is Claim or Claimed or Release)) return;

        if (to == _buckets) Deliver((INameCommand)message);
        else if (_homes.Values.FirstOrDefault(one => one.Ref == to) is { Home: not null } home)
            DeliverTo(home, message);
        else Deliver(to, message);
    }

    private void Deliver(INameCommand command)
    {
        if (!_homes.TryGetValue(command.Bucket, out var home))
        {
            var mailbox = new Mailbox($"home-{_made++}", Send);
            home = (new NameHome(mailbox, command.Bucket, _members, OneProcess.Instance, _time), mailbox);
            _homes.Add(command.Bucket, home);
            Tick(home);
        }
        DeliverTo(home, command);
    }

    private void DeliverTo((NameHome Home, Mailbox Ref) home, object message)
    {
        _speaker = home.Ref;
        switch (message)
        {
            case Claim m: home.Home.Take(m); break;
            case Release m: home.Home.Take(m); break;
            case NamesHeld m: home.Home.Take(m); break;
            case NameChecked m: home.Home.Take(m); break;
        }
    }

    private void Deliver(Mailbox node, object message) => Act(node, names =>
    {
        switch (message)
        {
            case Claimed m: names.Take(m); break;
            case ClaimRefused m: names.Take(m); break;
            case ListNames m: names.Take(m); break;
            case CheckName m: names.Take(m); break;
            case NamesLost m: _nodes.Find(one => one.Ref == node)!.Lose(m); break;
        }
    });
}
