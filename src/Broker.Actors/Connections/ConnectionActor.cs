using Broker.Actors.Auction;
using Broker.Actors.Channels;
using Broker.Actors.Hub;
using Broker.Actors.Telemetry;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Connections.ConnectionProtocol;
using static Broker.Actors.Hub.HubProtocol;
using static Broker.Actors.Naming.NameProtocol;

namespace Broker.Actors.Connections;

/// <summary>
/// Decides for one client what it may do, and keeps its answers in the order of its requests. It is not on
/// the delivery path: channels put deliveries straight into the port's outbox. Answers gather until a
/// <see cref="FlushAnswers"/>, which comes after all requests that wait. It ends when its socket does.
/// </summary>
internal sealed class ConnectionActor(ConnectionDependencies around) : UntypedActor
{
    private readonly ConnectionDependencies _around = around;
    private IConnectionPort _port = null!;
    private string _name = "";
    private SubscriptionSet _subscriptions;
    private AnswerQueue? _answers;
    private HubMembership? _hub;
    private List<object>? _afterAnswers;
    private Request? _awaited;
    private Queue<Request>? _waiting;
    private bool _ended;

    private NodeActors Nodes => _around.Nodes;

    private AnswerQueue Answers => _answers ??= new AnswerQueue(_port);

    /// <summary>The same for every connection: <see cref="Open"/>, the first, tells its own.</summary>
    public static Props PropsFor(ConnectionDependencies around) =>
        Props.Create(() => new ConnectionActor(around));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Request m when _awaited is null: Handle(m); break;
            case Request m: (_waiting ??= new Queue<Request>()).Enqueue(m); break;
            case FlushAnswers: SendAnswers(); break;
            case AnswersSent m: m.Whom.Tell(m.Command); break;
            case Subscribed m: _subscriptions.Add(m.Channel); Resume(answer: null); break;
            case Unsubscribed m: _subscriptions.Remove(m.Channel); Resume(new Done(_awaited!.Id)); break;
            case Relayed m: if (_hub!.Add(m.Contents)) Self.Tell(FlushRelays.Instance); break;
            case FlushRelays: Deliver(); break;
            case RelaySettled m: Complete(m.Request); break;
            case Registered m: JoinHub(m.ClientId); break;
            case Clients m: Resume(new ListClientsDone(_awaited!.Id, m.Ids)); break;
            case ChannelList m: Resume(new ListDone(_awaited!.Id, m.Names)); break;
            case AuctionProtocol.Offers m: Resume(new ListOffersDone(_awaited!.Id, m.Page)); break;
            case AuctionProtocol.Refused: Resume(_awaited!.Fail(RequestError.Busy)); break;
            case Rejected m: Resume(_awaited!.Fail(m.Reason)); break;
            case SlowConsumer: _port.Close(CloseReason.SlowConsumer); break;
            case ChannelLost: _port.Close(CloseReason.ChannelLost); break;
            case NamesLost m: if (m.Names.Contains(_name)) _port.Close(CloseReason.NameTaken); break;
            case Open m: (_port, _name) = (m.Port, m.Name); break;
            case Disconnect: End(); break;
            default: Unhandled(message); break;
        }
    }

    // An actor that failed closes its socket. Either way the others learn of the end from here: nothing
    // watches a connection, because each death watch takes 0.5 KB.
    protected override void PostStop()
    {
        // Stopped before the registry opened it.
        if (_port is null) return;

        try
        {
            SendAnswers();
            if (!_ended) _port.Close(CloseReason.Failed);
        }
        finally
        {
            SayGoodbye();
        }
    }

    // A request may still be on its way. What is told here arrives after it, since both go through the same
    // mailboxes.
    private void SayGoodbye()
    {
        _hub?.Abandon();
        foreach (var channel in _subscriptions.Channels) Leave(channel);
        if (_awaited is SubscribeRequest subscribing) Leave(subscribing.Channel);
        if ((_hub?.ClientId ?? (_awaited as JoinHubRequest)?.ClientId) is { } clientId)
            _around.Hub.Tell(new Leave(clientId));
        Context.Parent.Tell(new ConnectionEnded(_port, _name));
    }

    private void Leave(ChannelName channel) =>
        Nodes.LocalChannels.Tell(new SubscriberStopped(channel, Self));

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
            case ListRequest m: Await(m, Nodes.ChannelList, ListChannels.Instance); break;
            case RelayRequest m: Relay(m); break;
            case JoinHubRequest m when _hub is null: Await(m, _around.Hub, new Register(m.ClientId)); break;
            case JoinHubRequest m: Deliver(); Answer(_hub.Join(m, _port.Encoding)); break;
            case ListOffersRequest m: Await(m, _around.Auction, m.Listing); break;
            case IdentifyRequest m when _hub is not null: Answer(_hub.Identify(m)); break;
            case ListClientsRequest m when _hub is not null:
                Await(m, _around.Hub, new ListClients(_hub.ClientId));
                break;
            case EchoRequest m: Answer(new EchoDone(m.Id, m.Content)); break;
            case IdentifyRequest or ListClientsRequest:
                Answer(request.Fail(RequestError.NotSubscribed));
                break;
            case UnreadableRequest m:
                Answer(m.Fail(RequestError.Unreadable) with { Detail = m.Detail });
                break;
        }
    }

    private void Publish(PublishRequest m)
    {
        if (!_subscriptions.Contains(m.Channel)) Answer(m.Fail(RequestError.NotSubscribed));
        else if (_around.Gate.TryEnter(m.Channel, m.Content.Length, isSubscribed: true) is { } reason)
            Answer(m.Fail(reason));
        else
            Nodes.Publisher.Tell(new Publish(m.Channel, _name, m.Content, IsText: true)
            {
                Reply = Answers.Reserve(m),
                AcceptedAt = _around.Gate.Now(),
                Trace = PublishSpans.Begin(m.Channel, Protocol.Chat),
                Except = _around.Settings.DeliverToSender ? null : Self,
            });
    }

    private void Subscribe(SubscribeRequest m)
    {
        if (!_subscriptions.Contains(m.Channel) && _subscriptions.Count >= _around.Settings.ChannelsMax)
            Answer(m.Fail(RequestError.TooManyChannels));
        else
            Await(m, Nodes.LocalChannels, new Subscribe(m.Channel, Self, _port.Outbox, _port.Encoding)
            {
                Since = m.Since,
                Greeting = subscribed => _port.Encode(new SubscribeDone(m.Id, subscribed)),
            });
    }

    private void Unsubscribe(UnsubscribeRequest m)
    {
        if (!_subscriptions.Contains(m.Channel)) Answer(m.Fail(RequestError.NotSubscribed));
        else Await(m, Nodes.LocalChannels, new Unsubscribe(m.Channel, Self));
    }

    private void JoinHub(ulong clientId)
    {
        _hub = new HubMembership(clientId, _port.Outbox, _around.Relay, _around.Time);
        Resume(_hub.Join((JoinHubRequest)_awaited!, _port.Encoding));
    }

    private void Relay(RelayRequest m)
    {
        var error = RequestError.NotSubscribed;
        var admitted = _hub?.Admit(m, out error) ?? 0;
        if (admitted > 0 && admitted < m.Contents.Count) m = Cut(m, admitted, error);

        var receivers = m.To.Ids;
        if (admitted == 0) Refuse(m, error);
        else if (!_around.Gate.TryEnter(m.Contents, receivers.Count, Self, new RelaySettled(m)))
            Refuse(m, RequestError.Busy);
        // What was answered before comes first, also where the client relays to itself.
        else if (_answers is { IsEmpty: false }) (_afterAnswers ??= []).Add(new Relay(receivers, m.Contents));
        else _around.Hub.Tell(new Relay(receivers, m.Contents));
    }

    private void Refuse(RelayRequest m, RequestError error)
    {
        m.Contents.Refuse();
        Answer(m.Fail(error));
    }

    // The refusal of a part is not the end of the request, so it goes past what the port counts.
    private RelayRequest Cut(RelayRequest m, int count, RequestError error)
    {
        var (first, others) = m.SplitAt(count);
        SendAnswers();
        _port.Send([others.Fail(error)]);
        m.Contents.Keep(count);
        return first;
    }

    private void Complete(RelayRequest m)
    {
        if (m.Receipt) Answer(new RelayDone(m.Id, m.Contents.Receivers));
        else _port.Completed(requests: 1);
    }

    private void Deliver()
    {
        if (!_hub!.Deliver()) _port.Close(CloseReason.SlowConsumer);
    }

    /// <summary>Asks another actor when all earlier answers are out; later requests wait.</summary>
    private void Await(Request request, IActorRef whom, object command)
    {
        _awaited = request;
        SendAnswers();
        if (_answers is null or { IsEmpty: true }) whom.Tell(command);
        else _answers.WhenEmpty(Self, new AnswersSent(whom, command));
    }

    private void Resume(Answer? answer)
    {
        _awaited = null;
        if (answer is not null) Answer(answer);
        // The local channel has put it into the outbox: see Subscribe.Greeting.
        else _port.Completed(requests: 1);

        while (_awaited is null && _waiting?.TryDequeue(out var next) == true) Handle(next);
        if (_waiting is { Count: 0 }) _waiting = null;
    }

    private void Answer(Answer answer)
    {
        if (answer is Failed failed) _port.Outbox.Metrics.Rejections.Add(Reasons.Of(failed.Error));
        if (Answers.Add(answer)) Self.Tell(FlushAnswers.Instance);
    }

    private void SendAnswers()
    {
        _answers?.Flush();
        foreach (var command in _afterAnswers ?? []) _around.Hub.Tell(command);
        _afterAnswers = null;
    }

    // What is under way is answered, also when the client has left right after it.
    private void End()
    {
        SendAnswers();
        _ended = _answers is null or { IsEmpty: true };
        if (_ended) Context.Stop(Self);
        else _answers!.WhenEmpty(Self, Disconnect.Instance);
    }
}
