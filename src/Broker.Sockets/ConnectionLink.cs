using Broker.Actors.Connections;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Sockets;

/// <summary>
/// A gateway's hold on the actor of one connection, from asking to be let in until the actor has stopped. The
/// port passes on what the actor tells it.
/// </summary>
public sealed class ConnectionLink(IRequiredActor<ConnectionRegistryActor> registry, TimeSpan timeout)
{
    private IActorRef? _connection;
    private TaskCompletionSource? _ended;
    private TaskCompletionSource<Answer>? _first;
    private bool _disconnecting;

    /// <summary>The name the registry gave, where one was asked for.</summary>
    public string? Name { get; private set; }

    /// <summary>
    /// Asks to be let in, and where there is one with the first request, and waits for both.
    /// </summary>
    /// <returns>Null when all is granted, else why not.</returns>
    public async Task<CloseReason?> ConnectAsync(Connect connect, Request? first)
    {
        var asked = registry.ActorRef.Ask<object>(connect);
        try
        {
            var answer = await asked.WaitAsync(timeout);
            if (answer is not Connected connected) return (answer as Refused)?.Reason ?? CloseReason.Failed;

            Name = connected.Name;
            Attach(connected.Connection);
            return first is null ? null : await AskAsync(first);
        }
        catch (TimeoutException)
        {
            _ = DisconnectLateAsync(asked);
            return CloseReason.Refused;
        }
    }

    public void Tell(Request request) => _connection!.Tell(request);

    /// <summary>The actor has answered: the first answer is the first request's.</summary>
    public void Answered(Answer answer) => Interlocked.Exchange(ref _first, null)?.TrySetResult(answer);

    /// <summary>The socket is ending: the actor stops, and frees its name and its subscriptions.</summary>
    public void Disconnect()
    {
        Volatile.Write(ref _disconnecting, true);
        Volatile.Read(ref _connection)?.Tell(ConnectionProtocol.Disconnect.Instance);
    }

    /// <summary>The actor has stopped.</summary>
    public void Ended() => EndedSource().TrySetResult();

    /// <summary>Stops the actor, if there is one, and waits until it has stopped.</summary>
    public Task EndAsync()
    {
        if (_connection is null) return Task.CompletedTask;

        Disconnect();
        return EndedSource().Task;
    }

    private void Attach(IActorRef connection)
    {
        Volatile.Write(ref _connection, connection);
        // The registry may have closed the port before there was an actor to stop.
        if (Volatile.Read(ref _disconnecting)) Disconnect();
    }

    private async Task<CloseReason?> AskAsync(Request first)
    {
        var answered = new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _first = answered;
        Tell(first);
        return await answered.Task.WaitAsync(timeout) is Failed ? CloseReason.Refused : null;
    }

    private static async Task DisconnectLateAsync(Task<object> asked)
    {
        if (await asked is Connected late) late.Connection.Tell(ConnectionProtocol.Disconnect.Instance);
    }

    // Made only when a connection ends, so that an idle one does not carry it.
    private TaskCompletionSource EndedSource()
    {
        if (_ended is { } ended) return ended;

        ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Interlocked.CompareExchange(ref _ended, ended, null) ?? ended;
    }
}
