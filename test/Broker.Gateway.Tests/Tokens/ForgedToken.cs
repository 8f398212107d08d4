using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Broker.Gateway.Tests.Tokens;

/// <summary>Tokens written by hand, right and wrong in every part. Times are seconds from now.</summary>
internal static class ForgedToken
{
    public const string Secret = "the secret of the specs";
    public const string Header = """{"alg":"HS256","typ":"JWT"}""";

    public static string Payload { get; } = $$"""{"username":"alice","exp":{{At(60)}}}""";

    public static long At(long seconds) => SpecTime.Start.ToUnixTimeSeconds() + seconds;

    /// <summary>Signed with HS256, whatever its header says.</summary>
    public static string Sign(string payload, string header = Header, string secret = Secret)
    {
        var signed = $"{Part(header)}.{Part(payload)}";
        var key = Encoding.UTF8.GetBytes(secret);
        var signature = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    public static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    /// <summary>One of its three parts replaced.</summary>
    public static string With(this string token, int part, string text)
    {
        var parts = token.Split('.');
        parts[part] = text;
        return string.Join('.', parts);
    }
}
