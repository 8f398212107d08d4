using System.Net.Sockets;
using Broker.Actors.Connections;
using Broker.Sockets;
using Broker.Tcp.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Broker.Tcp;

/// <summary>What Kestrel hands every connection on the hub's port to.</summary>
public sealed class HubConnectionHandler(HubDependencies services) : ConnectionHandler
{
    // For a client that is not served: to read why, and to close its side.
    private static readonly TimeSpan RefusalTime = TimeSpan.FromSeconds(1);

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (services.Gate.Enter(connection) is { } refusal)
        {
            await RefuseAsync(connection, refusal);
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

    private async Task RefuseAsync(ConnectionContext connection, ConnectionRefusal refusal)
    {
        if (!services.Refusals.TryBegin(refusal, connection)) return;

        var reason = refusal is ConnectionRefusal.AddressFull ? CloseReason.AddressFull : CloseReason.Refused;
        var input = connection.Transport.Input;
        using var timer = services.Time.CreateTimer(
            _ => input.CancelPendingRead(), null, RefusalTime, Timeout.InfiniteTimeSpan);
        try
        {
            // In text form: what it speaks is not known, and it is not waited for.
            var sink = ByteSink.Of(connection);
            await sink.WriteAsync([TextAnswers.Error(reason.Text)]);
            sink.EndWriting();
            // To close on unread bytes would take the line back.
            while (await input.ReadAsync() is { IsCompleted: false, IsCanceled: false } read)
                input.AdvanceTo(read.Buffer.End);
        }
        catch (IOException e)
        {
            Log.ConnectionLost(services.Logger, e.Message);
        }
        finally
        {
            services.Refusals.End();
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
