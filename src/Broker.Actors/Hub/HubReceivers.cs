namespace Broker.Actors.Hub;

/// <summary>
/// To whom a relay goes, as the client wrote it. Immutable: a gateway keeps the last one, since programs
/// relay to the same receivers again and again.
/// </summary>
/// <param name="ids">As written, repeats included: the limit counts them so (contracts §3).</param>
public sealed class HubReceivers(IReadOnlyList<ulong> ids)
{
    private IReadOnlyList<ChannelName>? _inboxes;

    /// <summary>How many the client wrote.</summary>
    public int Count => ids.Count;

    /// <summary>
    /// Their inboxes, each one once; made when first asked for, since a list may be too long.
    /// </summary>
    public IReadOnlyList<ChannelName> Inboxes => _inboxes ??= [.. ids.Distinct().Select(InboxOf)];

    private const string Area = "hub";
    private static readonly int PrefixLength = ChannelName.Private(Area, "").Value.Length;

    /// <summary>Whose an inbox is, in decimal digits.</summary>
    internal static string IdOf(ChannelName inbox) => inbox.Value[PrefixLength..];

    /// <summary>The private channel of one client.</summary>
    internal static ChannelName InboxOf(ulong id) =>
        ChannelName.Private(Area, id.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
