using System.Runtime.InteropServices;
using Broker.Actors.Channels;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Actors.Connections;

/// <summary>
/// Decides for one client what it may do, and keeps its answers in the order of its requests. It is not on
/// the delivery path: channels put deliveries straight into the port's outbox. It ends when its socket does.
/// Answers gather until a <see cref="FlushAnswers"/>, which lands behind all requests that wait; publications
/// follow their answers, so that a sender sees its <c>ok</c> before its own message.
/// </summary>
internal sealed class ConnectionActor : UntypedActor
{
    private const int AnswersKeptMax = 64;

    private readonly IConnectionPort _port;
    private readonly IActorRef _channels;
    private readonly ConnectionSettings _settings;
    private readonly PublishGate _gate;
    private readonly string _name;
    private SubscriptionSet _subscriptions;
    private List<Answer>? _answers;
    private List<Publish>? _publications;
    private Request? _awaited;
    private Queue<Request>? _waiting;
    private bool _ended;

    public ConnectionActor(
        IConnectionPort port,
        string name,
        IActorRef channels,
        ConnectionSettings settings,
        PublishGate gate) =>
        (_port, _name, _channels, _settings, _gate) = (port, name, channels, settings, gate);

    public static Props PropsFor(
        IConnectionPort port,
        string name,
        IActorRef channels,
        ConnectionSettings settings,
        PublishGate gate) =>
        Props.Create(() => new ConnectionActor(port, name, channels, settings, gate));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Request m when _awaited is null: Handle(m); break;
            case Request m: (_waiting ??= new Queue<Request>()).Enqueue(m); break;
            case FlushAnswers: SendAnswers(); break;
            case Subscribed m: Join(m); break;
            case Unsubscribed m: Leave(m); break;
            case ChannelProtocol.Channels m: Resume(new ListDone(_awaited!.Id, m.Names)); break;
            case Rejected m: Resume(_awaited!.Fail(ErrorOf(m.Reason))); break;
            case SlowConsumer: _port.Close(CloseReason.SlowConsumer); break;
            case ChannelLost: _port.Close(CloseReason.ChannelLost); break;
            case Disconnect: _ended = true; Context.Stop(Self); break;
            default: Unhandled(message); break;
        }
    }

    // What was acknowledged goes out, also when the client left right behind it. Who fails leaves a socket
    // behind that nobody would answer any more.
    protected override void PostStop()
    {
        SendAnswers();
        if (!_ended) _port.Close(CloseReason.Failed);
    }

    private void Handle(Request request)
    {
        switch (request)
        {
            case PublishRequest m: Publish(m); break;
            case SubscribeRequest m: Subscribe(m); break;
            case UnsubscribeRequest m: Unsubscribe(m); break;
            case ListRequest { Scope: ListScope.Mine } m:
                Answer(new ListDone(m.Id, _subscriptions.ToSortedNames()));
                break;
            case ListRequest m: Await(m, ListChannels.Instance); break;
            case UnreadableRequest m:
                Answer(new Failed(m.Id, RequestError.Unreadable) { Detail = m.Detail });
                break;
        }
    }

    private void Publish(PublishRequest m)
    {
        if (!IsSubscribed(m.Channel)) Answer(m.Fail(RequestError.NotSubscribed));
        else if (_gate.TryEnter(m.Channel, m.Content.Length, isSubscribed: true) is { } reason)
            Answer(m.Fail(ErrorOf(reason)));
        else
        {
            var publish = new Publish(m.Channel, _name, m.Content, IsText: true)
            {
                Except = _settings.DeliverToSender ? null : Self,
            };
            (_publications ??= []).Add(publish);
            Answer(new Done(m.Id));
        }
    }

    private void Subscribe(SubscribeRequest m)
    {
        if (!IsSubscribed(m.Channel) && _subscriptions.Count >= _settings.ChannelsMax)
        {
            Answer(m.Fail(RequestError.TooManyChannels));
            return;
        }
        Await(m, new Subscribe(m.Channel, Self, _port.Outbox, _port.Encoding)
        {
            Since = m.Since,
            Greeting = subscribed => _port.Encode(new SubscribeDone(m.Id, subscribed)),
        });
    }

    private void Unsubscribe(UnsubscribeRequest m)
    {
        if (!IsSubscribed(m.Channel)) Answer(m.Fail(RequestError.NotSubscribed));
        else Await(m, new Unsubscribe(m.Channel, Self));
    }

    // The channel has already put the answer into the outbox: see Subscribe.Greeting.
    private void Join(Subscribed m)
    {
        _subscriptions.Add(m.Channel);
        Resume(answer: null);
    }

    private void Leave(Unsubscribed m)
    {
        _subscriptions.Remove(m.Channel);
        Resume(new Done(_awaited!.Id));
    }

    private bool IsSubscribed(ChannelName channel) => _subscriptions.Contains(channel);

    /// <summary>Asks the channels, and lets later requests wait. All earlier answers go out first.</summary>
    private void Await(Request request, object command)
    {
        SendAnswers();
        _awaited = request;
        _channels.Tell(command);
    }

    private void Resume(Answer? answer)
    {
        _awaited = null;
        if (answer is not null) Answer(answer);
        else _port.Completed(requests: 1);

        while (_awaited is null && _waiting?.TryDequeue(out var next) == true) Handle(next);
        if (_waiting is { Count: 0 }) _waiting = null;
    }

    private void Answer(Answer answer)
    {
        var answers = _answers ??= [];
        answers.Add(answer);
        if (answers.Count == 1) Self.Tell(FlushAnswers.Instance);
        if (answers.Count >= AnswersKeptMax) SendAnswers();
    }

    private void SendAnswers()
    {
        if (_answers is not { Count: > 0 } answers) return;

        _port.Send(CollectionsMarshal.AsSpan(answers));
        _port.Completed(answers.Count);
        answers.Clear();

        if (_publications is not { } publications) return;
        foreach (var publish in publications) _channels.Tell(publish);
        publications.Clear();
    }

    private static RequestError ErrorOf(RejectReason reason) => reason switch
    {
        RejectReason.ChannelFull => RequestError.ChannelFull,
        RejectReason.TooManyChannels => RequestError.BrokerFull,
        RejectReason.Forbidden => RequestError.Forbidden,
        _ => RequestError.Busy,
    };
}
