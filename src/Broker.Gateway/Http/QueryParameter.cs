using System.Net;
using System.Text;
using System.Text.Unicode;

namespace Broker.Gateway.Http;

/// <summary>
/// Reads one parameter of a raw query (WHATWG URL §5.1). The framework's own reader hides bytes that are not
/// UTF-8, which a channel name must not have.
/// </summary>
internal static class QueryParameter
{
    /// <summary>The first value of a name; null when the query does not have it.</summary>
    /// <param name="query">As sent, with or without its question mark.</param>
    /// <param name="name">Decoded.</param>
    /// <param name="isText">False when the value is not UTF-8; it then has replacement characters.</param>
    public static string? Read(ReadOnlySpan<char> query, string name, out bool isText)
    {
        isText = true;
        query = query.TrimStart('?');
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            var separator = pair.IndexOf('=');
            var key = separator < 0 ? pair : pair[..separator];
            if (!IsName(key, name)) continue;

            var value = separator < 0 ? [] : pair[(separator + 1)..];
            if (IsPlain(value)) return value.ToString();

            var decoded = Decode(value);
            isText = Utf8.IsValid(decoded);
            return Encoding.UTF8.GetString(decoded);
        }
        return null;
    }

    private static bool IsName(ReadOnlySpan<char> key, string name) =>
        IsPlain(key) ? key.SequenceEqual(name) : Encoding.UTF8.GetString(Decode(key)) == name;

    // What has nothing to decode, which is nearly everything.
    private static bool IsPlain(ReadOnlySpan<char> text) =>
        !text.ContainsAny('%', '+') && !text.ContainsAnyExceptInRange('!', '~');

    private static byte[] Decode(ReadOnlySpan<char> text)
    {
        var encoded = Encoding.UTF8.GetBytes(text.ToString());
        return WebUtility.UrlDecodeToBytes(encoded, 0, encoded.Length);
    }
}
