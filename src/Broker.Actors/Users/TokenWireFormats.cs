using Broker.Actors.Cluster;
using static Broker.Actors.Users.TokenUseProtocol;

namespace Broker.Actors.Users;

/// <summary>How messages for the memory of used tokens, and its answers, look between nodes.</summary>
internal static class TokenWireFormats
{
    public static IReadOnlyList<WireFormat> All { get; } =
    [
        WireFormat.Of<UseToken>("ut1", Write, r => new(r.Text(), r.LocalTime())),
        WireFormat.Of<TokenUsed>("tu1", (_, _) => { }, _ => TokenUsed.Instance),
        WireFormat.Of<TokenRefused>(
            "tr1", (w, m) => w.Byte((byte)m.Reason), r => new(r.Value<TokenRefusal>())),
    ];

    private static void Write(WireWriter w, UseToken m)
    {
        w.Text(m.Hash);
        w.LocalTime(m.ExpiresAt);
    }
}
