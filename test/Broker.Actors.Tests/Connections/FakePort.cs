using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Actors.Tests.Connections;

/// <summary>
/// The gateway's end of a connection: a probe sees in one order what its actor and registry do with it.
/// </summary>
internal sealed class FakePort(
    IActorRef probe, OutboxSettings? outbox = null, OutboxBytesLimit? budget = null)
    : IConnectionPort
{
    private Barrier? _hold;

    /// <summary>Happens when the connection is closed, ahead of all else.</summary>
    public Action? OnClose { get; set; }

    public ScriptedTransport Transport { get; } = new(outbox, budget);

    public Outbox Outbox => Transport.Outbox;

    public IWireEncoding Encoding { get; set; } = new Channels.LineEncoding();

    public ReadOnlyMemory<byte> Encode(Answer answer) =>
        System.Text.Encoding.UTF8.GetBytes($"{IdOf(answer)} {answer.GetType().Name}\n");

    public void Send(ReadOnlySpan<Answer> answers)
    {
        foreach (var answer in answers) Outbox.Answer(Encode(answer));
        probe.Tell(new Sent(string.Join(' ', answers.ToArray().Select(Shown))));
    }

    public void Completed(int requests) => probe.Tell(new Done(requests));

    public void Beat() => probe.Tell(new Beaten());

    public void Close(CloseReason reason)
    {
        OnClose?.Invoke();
        if (Volatile.Read(ref _hold) is { } hold) hold.SignalAndWait();
        else probe.Tell(new Closed(reason));
    }

    public void Ended() => probe.Tell(new Gone());

    /// <summary>
    /// The connection stands still, in a close that nobody hears of, until the spec has arranged its mailbox.
    /// </summary>
    public void While(IActorRef connection, Action arrange)
    {
        using var hold = new Barrier(participantCount: 2);
        Volatile.Write(ref _hold, hold);
        connection.Tell(new LocalChannelProtocol.SlowConsumer(Names.Channel("hold")));
        arrange();
        hold.SignalAndWait();
        Volatile.Write(ref _hold, null);
    }

    private static string Shown(Answer answer) => answer switch
    {
        ListDone m => $"{IdOf(m)}:[{string.Join(',', m.Channels)}]",
        JoinHubDone m => $"{IdOf(m)}:join {m.ClientId}",
        IdentifyDone m => $"{IdOf(m)}:id {m.ClientId}",
        ListClientsDone m => $"{IdOf(m)}:[{string.Join(',', m.Ids)}]",
        EchoDone m => $"{IdOf(m)}:echo {System.Text.Encoding.UTF8.GetString(m.Content.Span)}",
        ListOffersDone m => $"{IdOf(m)}:offers {m.Offers.Count}",
        RelayDone m => $"{IdOf(m)}:taken {m.Receivers}",
        Failed { Detail: { } detail } m => $"{IdOf(m)}:{m.Error}({detail})",
        Failed m => $"{IdOf(m)}:{m.Error}",
        _ => $"{IdOf(answer)}:ok",
    };

    private static string IdOf(Answer answer) => System.Text.Encoding.UTF8.GetString(answer.Id.Span);

    /// <summary>Answers in one piece, as <c>id:ok</c>, <c>id:Error</c> or <c>id:[names]</c>.</summary>
    internal sealed record Sent(string Answers);

    internal sealed record Done(int Requests);

    internal sealed record Beaten;

    internal sealed record Closed(CloseReason Reason);

    internal sealed record Gone;
}
