using Broker.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Broker.Gateway.Broadcast;

/// <summary>
/// Sits between <see cref="Upgrades.UpgradeMiddleware"/> and HTTP: as long as the requests of a connection
/// are plain publishes they are answered here, past HTTP and past Kestrel's output pipe.
/// </summary>
internal sealed class PublishMiddleware(ConnectionDelegate next, PublishServices services)
{
    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        switch (await AnswerPlainAsync(connection))
        {
            case PublishLoopEnd.ForHttp: await next(connection); break;
            case PublishLoopEnd.ForHttpAgain: await SecondReading.ServeAsync(connection, next); break;
        }
    }

    private Task<PublishLoopEnd> AnswerPlainAsync(ConnectionContext connection)
    {
        var isPlain = connection.Features.Get<ITlsConnectionFeature>() is null;
        return isPlain && connection.Features.Get<IConnectionSocketFeature>() is { } feature
            ? new PublishLoop(connection, new SocketSink(connection, feature.Socket), services).RunAsync()
            : Task.FromResult(PublishLoopEnd.ForHttp);
    }
}
