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
    public static string Sign(string payload, string header = Header, string secret = Secret) =>
        SignParts(Part(header), Part(payload), secret);

    /// <summary>Two parts that are encoded already, signed with HS256.</summary>
    public static string SignParts(string header, string payload, string secret = Secret)
    {
        var signed = Encoding.UTF8.GetBytes($"{header}.{payload}");
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
        return $"{header}.{payload}.{Base64Url.EncodeToString(signature)}";
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
