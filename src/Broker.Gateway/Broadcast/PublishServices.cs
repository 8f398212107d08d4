using Broker.Sockets;

namespace Broker.Gateway.Broadcast;

/// <summary>What every connection with plain publishes needs, once for the process.</summary>
/// <param name="Endpoint">Takes the publications.</param>
/// <param name="Answers">To send back.</param>
/// <param name="KeepAlive">From one request to the first byte of the next; HTTP's own limit.</param>
/// <param name="Patience">
/// From a request's first byte to its last. Then it is HTTP's, whose limits for a slow head and a slow body
/// begin at that time.
/// </param>
/// <param name="HeadBytesMax">HTTP's limit, where that is less than what is looked at here.</param>
/// <param name="BodyBytesMax">Likewise.</param>
internal sealed record PublishServices(
    PublishEndpoint Endpoint,
    PublishAnswers Answers,
    SharedTimeouts KeepAlive,
    SharedTimeouts Patience,
    int HeadBytesMax,
    int BodyBytesMax);
