using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Broker.Actors.Persistence;

/// <summary>
/// What the store calls an entity: a letter for its kind, a colon and its name. A name that is too long for
/// the column, or that PostgreSQL cannot hold as text, is replaced by its SHA-256 after <c>#</c>; its
/// events say the name.
/// </summary>
public static class PersistenceIds
{
    /// <summary>What the ids of stored channels begin with.</summary>
    public const char ChannelKind = 'c';

    private const int NameBytesMax = 200;

    public static string Of(char kind, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var isPlain = name.Length <= NameBytesMax
            && Encoding.UTF8.GetByteCount(name) <= NameBytesMax
            && !name.Any(char.IsControl);
        return isPlain
            ? $"{kind}:{name}"
            : $"{kind}#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}";
    }

    /// <summary>The name in an id of a kind; false where the id has only the name's hash.</summary>
    public static bool TryParse(string id, char kind, [NotNullWhen(true)] out string? name)
    {
        ArgumentNullException.ThrowIfNull(id);
        name = id.Length > 2 && id[0] == kind && id[1] == ':' ? id[2..] : null;
        return name is not null;
    }
}
