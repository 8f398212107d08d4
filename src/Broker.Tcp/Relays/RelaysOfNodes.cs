using Broker.Actors.Delivery;

namespace Broker.Tcp.Relays;

/// <summary>Relays of clients that are connected to another node.</summary>
public static class RelaysOfNodes
{
    /// <param name="frames">Copied.</param>
    /// <param name="ends">Where each of several frames ends; empty for one.</param>
    public static RelayedContents Read(ReadOnlyMemory<byte> frames, int[] ends)
    {
        ArgumentNullException.ThrowIfNull(ends);
        var memory = RefCountedBuffer.Rent(frames.Length);
        frames.CopyTo(memory.Memory);
        return new HubContents(memory, 0, frames.Length, ends.Length == 0 ? null : ends, window: null);
    }
}
