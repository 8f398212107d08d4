using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Broker.Sockets;

/// <summary>Finds the shortest way out for the bytes of a connection.</summary>
public static class ByteSink
{
    /// <summary>The raw socket where that is safe, else the transport's pipe: under TLS, say.</summary>
    public static IByteSink Of(ConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var isPlain = connection.Features.Get<ITlsConnectionFeature>() is null;
        return isPlain && connection.Features.Get<IConnectionSocketFeature>() is { } feature
            ? new SocketSink(connection, feature.Socket)
            : new PipeSink(connection.Transport.Output, connection.Abort);
    }
}
