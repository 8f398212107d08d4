using System.Buffers;

namespace Broker.Tcp.Relays;

/// <summary>
/// The body of a relay or an echo: where it lies in what was just read, good until the reader goes on; or
/// collected, because it did not come in one piece.
/// </summary>
internal readonly record struct HubBody(ReadOnlySequence<byte> Slice, BodyBuffer? Collected)
{
    public int Length => Collected?.Length ?? (int)Slice.Length;

    /// <summary>A copy of its own.</summary>
    public byte[] ToArray() => Collected is null ? Slice.ToArray() : Collected.Body.ToArray();
}
