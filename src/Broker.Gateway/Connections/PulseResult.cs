namespace Broker.Gateway.Connections;

/// <summary>What a beat says about a peer.</summary>
internal enum PulseResult
{
    Alive,

    /// <summary>It has been silent: ask for a sign.</summary>
    Ask,

    /// <summary>It was asked and gave none.</summary>
    Dead,
}
