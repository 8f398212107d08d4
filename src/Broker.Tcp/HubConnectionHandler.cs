using System.Net.Sockets;
using Broker.Actors.Connections;
using Broker.Sockets;
using Broker.Tcp.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Broker.Tcp;

/// <summary>What Kestrel hands every connection on the hub's port to.</summary>
public sealed class HubConnectionHandler(HubServices services) : ConnectionHandler
{
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (!services.Gate.TryEnter())
        {
            // In text form: what it speaks is not known, and it is not waited for.
            await connection.Transport.Output.WriteAsync(TextAnswers.Error(CloseReason.Refused.Text));
            return;
        }
        try
        {
            KeepAlive(connection);
            var sink = ByteSink.Of(connection);
            var id = connection.Features.Get<HubReservation>()?.ClientId ?? services.Ids.ReserveAsync();
            await new HubConnection(sink, connection.Transport.Input, services).RunAsync(id);
        }
        finally
        {
            services.Gate.Leave();
        }
    }

    private void KeepAlive(ConnectionContext connection)
    {
        if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket) return;

        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(
                SocketOptionLevel.Tcp,
                SocketOptionName.TcpKeepAliveTime,
                (int)services.Settings.KeepAliveTime.TotalSeconds);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer was gone before it was served; the first read says so.
        }
    }
}
