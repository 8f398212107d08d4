namespace Broker.Gateway.Http;

/// <summary>When publishing over HTTP needs a key.</summary>
internal enum GuardMode
{
    /// <summary>Everywhere but in <c>dev</c>.</summary>
    Auto,
    On,
    Off,
}
