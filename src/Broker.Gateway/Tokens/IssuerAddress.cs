using System.Diagnostics.CodeAnalysis;

namespace Broker.Gateway.Tokens;

/// <summary>
/// Where keys may be read from. Keys that came over an open network could be anyone's, so it is https, or
/// http within this machine.
/// </summary>
internal static class IssuerAddress
{
    public const string Expected = "an https address, or an http address on loopback";

    public static bool TryParse(string? text, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address)
        && address.UserInfo.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps
            || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
