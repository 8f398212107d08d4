using System.Text;
using Broker.Gateway.Http;

namespace Broker.Gateway.Tests.Http;

public class SecretSetSpec
{
    private readonly SecretSet _secrets = new(["first secret", "zweiter Schlüssel"]);

    [Theory]
    [InlineData("first secret", true)]
    [InlineData("zweiter Schlüssel", true)]
    [InlineData("zweiter Schlussel", false)]
    [InlineData("first secret ", false)]
    [InlineData("", false)]
    public void Knows_a_secret_by_its_bytes_in_a_header(string secret, bool isKnown) =>
        Assert.Equal(isKnown, _secrets.Has(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(secret))));
}
