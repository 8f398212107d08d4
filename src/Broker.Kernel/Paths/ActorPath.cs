using System.Diagnostics.CodeAnalysis;

namespace Broker.Kernel;

/// <summary>
/// Name of an actor's place in the tree: <c>akka://system/user/parent/child</c>. Two incarnations at one
/// place have equal paths and different uids.
/// </summary>
public sealed class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>
{
    /// <summary>What may stand in a name beside ASCII letters and digits.</summary>
    public const string ValidSymbols = PathElement.Symbols;

    private ActorPath(Address address, ActorPath? parent, string name, long uid) =>
        (Address, ParentOrNull, Name, Uid) = (address, parent, name, uid);

    public Address Address { get; }
    public string Name { get; }

    /// <summary>0 when the path names a place, not one incarnation of an actor there.</summary>
    public long Uid { get; }

    /// <summary>The path above; null at the root.</summary>
    public ActorPath Parent => ParentOrNull!;

    public ActorPath Root
    {
        get
        {
            var path = this;
            while (path.ParentOrNull is { } parent) path = parent;
            return path;
        }
    }

    public int Depth => ParentOrNull is null ? 0 : ParentOrNull.Depth + 1;

    /// <summary>The names from below the root down to this path.</summary>
    public IReadOnlyList<string> Elements
    {
        get
        {
            var names = new string[Depth];
            for (var path = this; path.ParentOrNull is { } parent; path = parent)
                names[path.Depth - 1] = path.Name;
            return names;
        }
    }

    private ActorPath? ParentOrNull { get; }

    public static bool operator ==(ActorPath? left, ActorPath? right) => Equals(left, right);

    public static bool operator !=(ActorPath? left, ActorPath? right) => !Equals(left, right);

    public static bool operator <(ActorPath? left, ActorPath? right) =>
        left is null ? right is not null : left.CompareTo(right) < 0;

    public static bool operator <=(ActorPath? left, ActorPath? right) =>
        left is null || left.CompareTo(right) <= 0;

    public static bool operator >(ActorPath? left, ActorPath? right) => right < left;

    public static bool operator >=(ActorPath? left, ActorPath? right) => right <= left;

    /// <summary>The path one step down. <c>name#uid</c> names one incarnation.</summary>
    public static ActorPath operator /(ActorPath path, string name)
    {
        ArgumentNullException.ThrowIfNull(path);
        var (element, uid) = PathElement.Split(name);
        return path.ChildOf(element, uid);
    }

    public static ActorPath operator /(ActorPath path, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.Where(name => name is not (null or "")).Aggregate(path, (above, name) => above / name);
    }

    public static bool IsValidPathElement(string? s) => PathElement.IsValid(s);

    /// <summary>Throws <see cref="UriFormatException"/> for what is no full path.</summary>
    public static ActorPath Parse(string path) => TryParse(path, out var parsed)
        ? parsed
        : throw new UriFormatException($"Can not parse an ActorPath: {path}");

    public static bool TryParse(
        string path, [NotNullWhen(true)] out ActorPath? actorPath)
    {
        actorPath = PathParser.Parse(path);
        return actorPath is not null;
    }

    public ActorPath Child(string childName) => this / childName;

    public ActorPath WithUid(long uid) => uid == Uid ? this : new ActorPath(Address, ParentOrNull, Name, uid);

    public bool Equals(ActorPath? other)
    {
        if (other is null || !Address.Equals(other.Address)) return false;

        var (mine, theirs) = (this, other);
        while (!ReferenceEquals(mine, theirs))
        {
            if (mine.Name != theirs.Name) return false;
            if (mine.ParentOrNull is not { } above || theirs.ParentOrNull is not { } alsoAbove)
                return mine.ParentOrNull is null && theirs.ParentOrNull is null;
            (mine, theirs) = (above, alsoAbove);
        }
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as ActorPath);

    public override int GetHashCode() => HashCode.Combine(Name, ParentOrNull?.Name);

    public int CompareTo(ActorPath? other) => string.CompareOrdinal(ToString(), other?.ToString());

    /// <summary>With the address, without the uid.</summary>
    public override string ToString() => Address + ToStringWithoutAddress();

    public string ToStringWithAddress() => ToString();

    public string ToStringWithUid() => Uid == 0 ? ToString() : $"{this}#{Uid}";

    /// <summary>From the root slash on: <c>/user/parent/child</c>.</summary>
    public string ToStringWithoutAddress() => "/" + string.Join('/', Elements);

    internal static ActorPath RootOf(Address address) => new(address, null, "/", 0);

    internal ActorPath ChildOf(string name, long uid) => new(Address, this, name, uid);
}
