using Broker.Actors.Delivery;

namespace Broker.Actors.Hub;

/// <summary>How relayed contents look on their way from one node to another: the gateway knows.</summary>
public interface IRelayEncoder
{
    /// <summary>All contents, in order. Called while they are open.</summary>
    ReadOnlyMemory<byte> Write(RelayedContents contents);

    /// <summary>What <see cref="Write"/> wrote; null for what it did not.</summary>
    RelayedContents? Read(ReadOnlySpan<byte> bytes);
}
