using static Broker.Actors.Naming.NameProtocol;

namespace Broker.Actors.Naming;

/// <summary>Claims of one name that wait for the word of the node that has it.</summary>
internal sealed class NameCheck(long beganAt)
{
    private readonly List<Claim> _claims = [];

    public long BeganAt => beganAt;

    /// <summary>The newest of each node, in the order of the first.</summary>
    public IReadOnlyList<Claim> Claims => _claims;

    public void Add(Claim claim)
    {
        var index = _claims.FindIndex(one => one.Node.Equals(claim.Node));
        if (index < 0) _claims.Add(claim);
        else _claims[index] = claim;
    }

    public void RefuseAll(ClaimRefusal reason)
    {
        foreach (var claim in _claims)
            claim.Node.Tell(new ClaimRefused(claim.Name, claim.Number, reason), ActorRefs.NoSender);
    }
}
