using static Broker.Actors.Naming.NameProtocol;

namespace Broker.Actors.Naming;

/// <summary>
/// Which nodes have a client of which name. What a node says carries its number: what it said before, and
/// what arrives late, changes nothing.
/// </summary>
internal sealed class NameBucket
{
    private readonly Dictionary<string, Holding[]> _byName = new(StringComparer.Ordinal);

    /// <summary>Gives a node a name if no other node's clients keep it from that.</summary>
    /// <returns>The nodes that do; none where it has the name now.</returns>
    public IReadOnlyList<IActorRef> Claim(Claim claim)
    {
        var held = _byName.GetValueOrDefault(claim.Name, []);
        var others = held.Where(one => !one.Node.Equals(claim.Node)).ToList();
        if (others.Any(one => one.User is null || one.User != claim.User))
            return [.. others.Select(one => one.Node)];

        var number = Math.Max(claim.Number, NumberOf(held, claim.Node));
        _byName[claim.Name] = [.. others, new Holding(claim.Node, claim.User, number)];
        return [];
    }

    /// <summary>The node had no client of that name when it said so.</summary>
    public void Release(string name, IActorRef node, long number)
    {
        if (!_byName.TryGetValue(name, out var held)) return;

        Holding[] left = [.. held.Where(one => !one.Node.Equals(node) || one.Number > number)];
        if (left.Length > 0) _byName[name] = left;
        else _byName.Remove(name);
    }

    /// <summary>Takes all that a node holds.</summary>
    /// <returns>The names that it has to give up: others had them when it could not be asked.</returns>
    public IReadOnlyList<string> Report(IActorRef node, long number, IReadOnlyList<HeldName> names)
    {
        var reported = names.Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in NamesOf(node).Where(name => !reported.Contains(name)))
            Release(name, node, number);
        return [.. names
            .Where(one => Claim(new Claim(one.Name, one.User, node, number)).Count > 0)
            .Select(one => one.Name)];
    }

    /// <summary>The node is gone, and its clients with it.</summary>
    public void Lose(IActorRef node)
    {
        foreach (var name in NamesOf(node)) Release(name, node, long.MaxValue);
    }

    private List<string> NamesOf(IActorRef node) =>
        [.. _byName.Where(one => NumberOf(one.Value, node) > long.MinValue).Select(one => one.Key)];

    private static long NumberOf(Holding[] held, IActorRef node) =>
        held.FirstOrDefault(one => one.Node.Equals(node))?.Number ?? long.MinValue;

    private sealed record Holding(IActorRef Node, string? User, long Number);
}
