using Broker.Actors.Channels;
using Broker.Actors.Delivery;

namespace Broker.Actors.Hub;

/// <summary>What a hub needs where there are other nodes.</summary>
/// <param name="Windows">Bytes of relays on their way to each node.</param>
/// <param name="Pending">Takes in relays that other nodes have admitted.</param>
/// <param name="Read">Contents of frames, and where each of several ends.</param>
public sealed record HubNodes(
    PeerWindows Windows,
    PendingBytesLimit Pending,
    Func<ReadOnlyMemory<byte>, int[], RelayedContents> Read,
    TimeProvider Time);
