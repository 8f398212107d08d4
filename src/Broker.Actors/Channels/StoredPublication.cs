namespace Broker.Actors.Channels;

/// <summary>A publication as the journal has it.</summary>
/// <param name="Publication">Its offset is its version in the stream.</param>
/// <param name="Key">The idempotency key it was published under, if any.</param>
/// <param name="Origin">By which its channel's actor knows its own again; 0 where it is alone.</param>
internal sealed record StoredPublication(Publication Publication, string? Key, ulong Origin);
