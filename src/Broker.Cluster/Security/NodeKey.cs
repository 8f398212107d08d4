using System.Security.Cryptography;
using System.Text;

namespace Broker.Cluster.Security;

/// <summary>
/// The key that all nodes of one secret have: a point of P-256, derived with HKDF-SHA256 (RFC 5869). A peer
/// that proves by TLS that it holds the key knows the secret.
/// </summary>
internal static class NodeKey
{
    private const int ScalarBytes = 32;

    // The order of the curve, FIPS 186-5. A scalar is from 1 to below it.
    private static readonly byte[] Order = Convert.FromHexString(
        "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    public static ECDsa Derive(string secret) => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        D = Scalar(Encoding.UTF8.GetBytes(secret)),
    });

    // One of four billion is no scalar: then it is the next.
    private static byte[] Scalar(byte[] secret)
    {
        for (var number = 1; ; number++)
        {
            var scalar = HKDF.DeriveKey(
                HashAlgorithmName.SHA256, secret, ScalarBytes,
                info: Encoding.UTF8.GetBytes($"broker cluster node key {number}"));
            if (scalar.AsSpan().SequenceCompareTo(Order) < 0 && scalar.AsSpan().ContainsAnyExcept((byte)0))
                return scalar;
        }
    }
}
