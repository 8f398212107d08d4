namespace Broker.FaultLab.Histories;

/// <summary>What a subscriber received, in its order.</summary>
/// <param name="At">When.</param>
/// <param name="Content">The content; empty for a gap.</param>
/// <param name="Epoch">Empty where the protocol does not tell it.</param>
/// <param name="Offset">0 where the protocol does not tell it.</param>
/// <param name="IsGap">Whether this is the server's word that something before may be missing.</param>
public sealed record Heard(
    TimeSpan At, string Content, string Epoch = "", long Offset = 0, bool IsGap = false);
