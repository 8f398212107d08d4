namespace Broker.Gateway.Users;

/// <summary>
/// What <c>GET /message</c> says beside its array, which the contract fixes: where the inbox stands, and
/// whether something before the first message may be missing.
/// </summary>
internal static class InboxHeaders
{
    public const string Offset = "Broker-Offset";
    public const string Epoch = "Broker-Epoch";
    public const string Gap = "Broker-Gap";

    /// <summary>Pages of other origins may read these too.</summary>
    public static IReadOnlyList<string> Exposed { get; } = [Offset, Epoch, Gap, "Retry-After"];
}
