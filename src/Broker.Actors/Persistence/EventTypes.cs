using System.Collections.Frozen;
using Broker.Actors.Auction.Proto;
using Broker.Actors.Channels.Proto;
using Broker.Actors.Ids.Proto;
using Broker.Actors.Users.Proto;
using Google.Protobuf.Reflection;

namespace Broker.Actors.Persistence;

/// <summary>
/// Every message that persistent actors store. Its manifest is the message's name in its <c>.proto</c>
/// file, so a message is never renamed. Each has a sample for a spec to read:
/// <c>test/Broker.Actors.Tests/Persistence/events-1.txt</c>.
/// </summary>
internal static class EventTypes
{
    private static readonly MessageDescriptor[] All =
    [
        OfferChanged.Descriptor, OfferSnapshot.Descriptor, AccountCreated.Descriptor,
        PasswordRenewed.Descriptor, IdsReserved.Descriptor, ChannelFlushed.Descriptor, TokensUsed.Descriptor,
    ];

    public static FrozenDictionary<string, MessageDescriptor> ByManifest { get; } =
        All.ToFrozenDictionary(message => message.Name);
}
