using System.Diagnostics.CodeAnalysis;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// Accounts as payloads of the journal: a version byte, the name, the hash of the password.
/// </summary>
internal static class AccountCodec
{
    private const byte Version = 1;
    private const ushort SignedUpType = 1;

    public static Event Write(SignUp account) => new(
        SignedUpType, new PayloadWriter(Version).Text(account.Username).Text(account.PasswordHash).Written);

    /// <summary>False for what this program did not write, or a later one did.</summary>
    public static bool TryRead(
        ushort type, ReadOnlySpan<byte> payload, [NotNullWhen(true)] out SignUp? account)
    {
        account = null;
        var reader = new PayloadReader(payload);
        if (type != SignedUpType || reader.Byte() != Version) return false;

        var read = new SignUp(reader.Text(), reader.Text());
        if (reader.IsWhole) account = read;
        return account is not null;
    }
}
