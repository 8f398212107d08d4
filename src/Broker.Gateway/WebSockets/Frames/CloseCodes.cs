namespace Broker.Gateway.WebSockets.Frames;

/// <summary>Which close codes may stand in a close frame.</summary>
internal static class CloseCodes
{
    /// <summary>
    /// RFC 6455 §7.4 with the codes registered since: 1000 to 1014 without those that only mean something
    /// locally, and 3000 to 4999, which libraries and applications choose.
    /// </summary>
    public static bool MayBeSent(this CloseCode code) =>
        (ushort)code is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);
}
