namespace Broker.Cluster.Security;

/// <summary>PEM files that nodes know each other by.</summary>
/// <param name="Certificate">This node's.</param>
/// <param name="Key">Its private key.</param>
/// <param name="Authority">What has signed the certificates of all nodes.</param>
public sealed record CertificateFiles(string Certificate, string Key, string Authority);
