namespace Broker.Actors.Hub;

/// <summary>
/// To whom a relay goes, as the client wrote it. Immutable: a gateway keeps the last one, since programs
/// relay to the same receivers again and again.
/// </summary>
/// <param name="ids">As written, repeats included: the limit counts them so (contracts §3).</param>
public sealed class HubReceivers(IReadOnlyList<ulong> ids)
{
    private IReadOnlyList<ulong>? _distinct;

    /// <summary>How many the client wrote.</summary>
    public int Count => ids.Count;

    /// <summary>Each of them once; made when first asked for, since a list may be too long.</summary>
    public IReadOnlyList<ulong> Ids => _distinct ??= [.. ids.Distinct()];
}
