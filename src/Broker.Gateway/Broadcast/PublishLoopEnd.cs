namespace Broker.Gateway.Broadcast;

/// <summary>How a connection goes on when it has no more plain publishes.</summary>
internal enum PublishLoopEnd
{
    /// <summary>It ends: the client has closed it, was silent for too long, or the server stops.</summary>
    Over,

    /// <summary>HTTP serves the rest of it.</summary>
    ForHttp,

    /// <summary>HTTP does, and has to read again what was examined: <see cref="SecondReading"/>.</summary>
    ForHttpAgain,
}
