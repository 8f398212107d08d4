using System.Buffers;
using System.IO.Pipelines;
using Broker.Actors.Connections;
using Broker.Sockets;
using Broker.Tcp.Reading;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Tcp;

/// <summary>
/// One client of the hub, from accepting it to its end. It is in, under its id and in text form, before its
/// first byte is read. Reading pauses while too much of what it asked for is not yet dealt with.
/// </summary>
internal sealed class HubConnection
{
    private readonly PipeReader _input;
    private readonly HubDependencies _services;
    private readonly HubReader _reader;
    private readonly HubWindow _window;
    private readonly ConnectionLink _link;
    private readonly HubPort _port;
    private readonly HubRequests _requests;
    private long _held;

    public HubConnection(IByteSink sink, PipeReader input, HubDependencies services)
    {
        (_input, _services) = (input, services);
        var settings = services.Settings;
        _reader = new HubReader(settings.LineBytesMax, settings.BodyBytesMax);
        _window = new HubWindow(services.NewWindow(), settings.RelayBytesWaitingMax);
        _link = new ConnectionLink(services.Connections, services.AskTimeout);
        _port = new HubPort(sink, _link, _window, input.CancelPendingRead, services);
        _requests = new HubRequests(_link, _port, _window);
    }

    /// <summary>
    /// Serves the connection until it has ended. Never throws for what a peer or the network does.
    /// </summary>
    /// <param name="reserved">The id of the client.</param>
    public async Task RunAsync(Task<ulong?> reserved)
    {
        using var gap = new QuietGap(_input, _services.Settings.TextQuietGap, _services.Time);
        try
        {
            if (await ConnectAsync(await reserved) is { } refusal) _port.Refuse(refusal);
            _port.Outbox.Open();
            while (await ReadAsync(gap)) { }
            // A client that sends nothing more, or nothing that can be read, is still answered.
            if (!_port.IsClosing) await _window.WaitUntilEmptyAsync();
            if (_requests.Breach is not { } breach) return;

            _port.Close(breach);
            if (_requests.IsForeign) return;
            while (await ReadAsync(gap)) { }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            Log.ConnectionLost(_services.Logger, e.Message);
        }
        finally
        {
            // The actor first: what it has left to say goes out before the end.
            await _link.EndAsync();
            await _port.EndAsync();
        }
    }

    private Task<CloseReason?> ConnectAsync(ulong? clientId)
    {
        if (clientId is not { } id) return Task.FromResult<CloseReason?>(CloseReason.Refused);

        _port.ClientId = id;
        _window.Open(bytes: 0);
        return _link.ConnectAsync(new Connect(_port, Name: null), new JoinHubRequest(default, id));
    }

    /// <summary>False when there is nothing more to read.</summary>
    private async ValueTask<bool> ReadAsync(QuietGap gap)
    {
        if (_reader.AwaitsGap) gap.Begin();
        var result = await _input.ReadAsync();
        var buffer = result.Buffer;
        var isNew = buffer.Length > _held;
        if (isNew) _port.Heard();
        if (_port.IsClosing)
        {
            // It may still be sending; to close on unread bytes would take back the last that it was sent.
            _held = 0;
            _input.AdvanceTo(buffer.End);
            return !result.IsCompleted && !result.IsCanceled;
        }

        var end = result.IsCompleted ? InputEnd.Completed
            : !isNew && gap.IsOver ? InputEnd.Gap
            : InputEnd.None;
        if (isNew || end is not InputEnd.None) gap.End();
        var pause = Handle(ref buffer, end);
        _held = buffer.Length;
        // What a full window leaves is not examined: the next read returns it at once, and until then the
        // pipe counts it and stops its writer.
        _input.AdvanceTo(buffer.Start, pause is null ? buffer.End : buffer.Start);
        if (pause is null) return _requests.Breach is null && !result.IsCompleted;

        await pause;
        return true;
    }

    /// <returns>What to wait for before the rest is handled; null when all of it was looked at.</returns>
    private Task? Handle(ref ReadOnlySequence<byte> buffer, InputEnd end)
    {
        Task? pause = null;
        while (!_port.IsClosing && _requests.Breach is null && (pause = _window.Pause()) is null)
        {
            var command = _reader.Read(ref buffer, end);
            if (command.Kind is HubCommandKind.NeedMore) break;
            _requests.Tell(command);
        }
        _requests.Flush();
        return pause;
    }
}
