namespace Broker.Actors.Presence;

/// <summary>What became of a <see cref="PresenceBatch"/>, in its order.</summary>
/// <param name="Elsewhere">For each report, how many the other nodes have together.</param>
/// <param name="Claimed">For each claim, whether this node has the key now.</param>
/// <param name="Listed">For each area, its keys, each once, in any order.</param>
/// <param name="Found">For each key that was looked for, whether a node has it.</param>
/// <param name="FirstUses">For each token, whether this was the first time.</param>
public sealed record PresenceOutcome(
    IReadOnlyList<int> Elsewhere,
    IReadOnlyList<bool> Claimed,
    IReadOnlyList<IReadOnlyList<string>> Listed,
    IReadOnlyList<bool> Found,
    IReadOnlyList<bool> FirstUses);
