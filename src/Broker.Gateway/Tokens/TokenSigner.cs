using System.Buffers;
using System.Security.Cryptography;
using Broker.Gateway.Text;

namespace Broker.Gateway.Tokens;

/// <summary>
/// Issues one kind of token with the claims <c>username</c>, <c>iat</c>, <c>exp</c> and <c>jti</c>, a random
/// text without which two tokens of one second would be one.
/// </summary>
internal sealed class TokenSigner(TokenSecrets secrets, TimeSpan lifetime, TimeProvider time)
{
    private const int IdDigits = 22;

    public string Sign(string username) => TokenEnvelope.Seal(secrets, Claims(username));

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
