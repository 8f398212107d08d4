using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Broker.Gateway.Text;

namespace Broker.Gateway.Tokens;

/// <summary>
/// Issues one kind of token: a JWT (RFC 7519) with HS256 and the claims <c>username</c>, <c>iat</c>,
/// <c>exp</c> and <c>jti</c>, a random text without which two tokens of one second would be one.
/// </summary>
internal sealed class TokenSigner(TokenSecrets secrets, TimeSpan lifetime, TimeProvider time)
{
    private const int IdDigits = 22;

    // {"alg":"HS256","typ":"JWT"}
    private static ReadOnlySpan<byte> HeaderAndDot => "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."u8;

    public string Sign(string username)
    {
        var claims = Claims(username);
        var length = HeaderAndDot.Length + Base64Url.GetEncodedLength(claims.Length);
        var token = new byte[length + 1 + Base64Url.GetEncodedLength(TokenSecrets.SignatureBytes)];
        HeaderAndDot.CopyTo(token);
        Base64Url.EncodeToUtf8(claims, token.AsSpan(HeaderAndDot.Length), out _, out _);

        Span<byte> signature = stackalloc byte[TokenSecrets.SignatureBytes];
        secrets.Sign(token.AsSpan(0, length), signature);
        token[length] = (byte)'.';
        Base64Url.EncodeToUtf8(signature, token.AsSpan(length + 1), out _, out _);
        return Encoding.ASCII.GetString(token);
    }

    private ReadOnlySpan<byte> Claims(string username)
    {
        var now = time.GetUtcNow();
        var json = new ArrayBufferWriter<byte>();
        json.Write("""{"username":"""u8);
        json.WriteJsonString(username);
        json.Write(""","iat":"""u8);
        json.WriteNumber(now.ToUnixTimeSeconds());
        json.Write(""","exp":"""u8);
        json.WriteNumber((now + lifetime).ToUnixTimeSeconds());
        json.Write(""","jti":"""u8);
        json.WriteJsonString(RandomNumberGenerator.GetHexString(IdDigits, lowercase: true));
        json.Write("}"u8);
        return json.WrittenSpan;
    }
}
