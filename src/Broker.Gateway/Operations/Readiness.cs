namespace Broker.Gateway.Operations;

/// <summary>Whether this process takes new clients. It does from its start until it drains.</summary>
internal sealed class Readiness
{
    private volatile bool _isReady;

    public bool IsReady
    {
        get => _isReady;
        set => _isReady = value;
    }
}
