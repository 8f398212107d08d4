using System.Buffers;

namespace Broker.Actors.Delivery;

/// <summary>
/// How publications look to one kind of subscriber on the wire. Gateways make one instance per encoding and
/// share it, since subscribers with the same instance share the encoded bytes.
/// </summary>
public interface IWireEncoding
{
    /// <summary>Whose deliveries these are, for the broker's figures.</summary>
    Protocol Protocol { get; }

    /// <summary>
    /// Writes the complete frame of one publication. Called on the channel's thread; never blocks.
    /// </summary>
    void Encode(Publication publication, IBufferWriter<byte> output);

    /// <summary>
    /// The frame that says that something before this position may be missing; empty where the protocol has
    /// none.
    /// </summary>
    ReadOnlyMemory<byte> EncodeGap(ChannelName channel, long offset, string epoch) => default;
}
