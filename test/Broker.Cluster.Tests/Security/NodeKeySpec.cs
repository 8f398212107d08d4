using Broker.Cluster.Security;

namespace Broker.Cluster.Tests.Security;

public class NodeKeySpec
{
    // Nodes of two versions have to agree.
    [Fact]
    public void A_secret_gives_the_same_key_in_every_version() =>
        Assert.Equal(
            "5437ea66373ca020f5d1f3adef4c6f442cf00b2e3d54cced4a91e663446abd13",
            PublicKeyOf("a secret of specs that is long enough"));

    [Fact]
    public void Another_secret_gives_another_key() =>
        Assert.NotEqual(PublicKeyOf("a secret"), PublicKeyOf("another secret"));

    private static string PublicKeyOf(string secret)
    {
        using var key = NodeKey.Derive(secret);
        return Convert.ToHexStringLower(key.ExportParameters(includePrivateParameters: true).Q.X!);
    }
}
