using Broker.Actors.Hub;
using Broker.Tcp.Relays;

namespace Broker.Tcp.Reading;

/// <summary>One thing that a client said, in either form.</summary>
internal readonly record struct HubCommand(HubCommandKind Kind)
{
    public static readonly HubCommand NeedMore = new(HubCommandKind.NeedMore);

    public static readonly HubCommand Foreign = new(HubCommandKind.Foreign);

    /// <summary>The client's own number for the answer; 0 for none.</summary>
    public ulong Mark { get; init; }

    /// <summary>Of a relay. The same object as before where the client named the same.</summary>
    public HubReceivers? To { get; init; }

    /// <summary>Of a relay or an echo.</summary>
    public HubBody Body { get; init; }

    /// <summary>Of a preamble.</summary>
    public ReadOnlyMemory<byte> Nonce { get; init; }

    /// <summary>What is wrong, in ASCII.</summary>
    public string? Detail { get; init; }

    public static HubCommand Refuse(string detail, ulong mark = 0) =>
        new(HubCommandKind.Refused) { Detail = detail, Mark = mark };

    public static HubCommand Break(string detail) => new(HubCommandKind.Broken) { Detail = detail };
}
