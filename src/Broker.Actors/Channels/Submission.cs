namespace Broker.Actors.Channels;

/// <summary>A publication on its way to its home, which gives it its offset and its time.</summary>
/// <param name="Key">The idempotency key; null for none.</param>
public readonly record struct Submission(
    string Sender, ReadOnlyMemory<byte> Content, bool IsText, string? Key);
