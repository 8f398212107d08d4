using Broker.Actors.Auction;
using Broker.Actors.Channels;
using Broker.Actors.Hub;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Connections.ConnectionProtocol;
using static Broker.Actors.Hub.HubProtocol;
using static Broker.Actors.Presence.PresenceProtocol;

namespace Broker.Actors.Connections;

/// <summary>
/// Decides for one client what it may do, and keeps its answers in the order of its requests. It is not on
/// the delivery path: channels put deliveries straight into the port's outbox. It ends when its socket does.
/// Answers gather until a <see cref="FlushAnswers"/>, which lands behind all requests that wait; publications
/// follow their answers, so that a sender sees its <c>ok</c> before its own message.
/// </summary>
internal sealed class ConnectionActor : UntypedActor
{
    private readonly ConnectionDependencies _around;
    private IConnectionPort _port = null!;
    private string _name = "";
    private SubscriptionSet _subscriptions;
    private PendingAnswers? _answers;
    private HubMembership? _seat;
    private Request? _awaited;
    private Queue<Request>? _waiting;
    private bool _ended;

    public ConnectionActor(ConnectionDependencies surroundings) => _around = surroundings;

    /// <summary>
    /// The same props serve every connection: <see cref="Open"/>, the first message, says which one it is.
    /// </summary>
    public static Props PropsFor(ConnectionDependencies surroundings) =>
        Props.Create(() => new ConnectionActor(surroundings));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Request m when _awaited is null: Handle(m); break;
            case Request m: (_waiting ??= new Queue<Request>()).Enqueue(m); break;
            case FlushAnswers: _answers?.Send(); break;
            case Subscribed m: Join(m); break;
            case RelaySettled m: Complete(m.Request); break;
            case Registered m: TakeSeat(m.ClientId); break;
            case Clients m: Resume(new ListClientsDone(_awaited!.Id, m.Ids)); break;
            case Unsubscribed m: Leave(m); break;
            case Published: Resume(answer: null); break;
            case ChannelProtocol.Channels m: Resume(new ListDone(_awaited!.Id, m.Names)); break;
            case AuctionProtocol.Offers m: Resume(new ListOffersDone(_awaited!.Id, m.Page)); break;
            case AuctionProtocol.Refused or Rejected or Unavailable: Resume(_awaited!.Fail(message)); break;
            case SlowConsumer: _port.Close(CloseReason.SlowConsumer); break;
            case ChannelLost: _port.Close(CloseReason.ChannelLost); break;
            case Open m: (_port, _name) = (m.Port, m.Name); break;
            case Disconnect: _ended = true; Context.Stop(Self); break;
            default: Unhandled(message); break;
        }
    }

    // Acknowledged publications go out even when the client has already left. An actor that failed closes its
    // socket. Either way the others learn of the end from here: nothing watches a connection, because each
    // death watch takes 0.5 KB.
    protected override void PostStop()
    {
        // Stopped before the registry opened it.
        if (_port is null) return;

        try
        {
            _answers?.Send();
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
        foreach (var channel in _subscriptions.Channels) LeaveChannel(channel);
        if (_awaited is SubscribeRequest subscribing) LeaveChannel(subscribing.Channel);
        if ((_seat?.ClientId ?? (_awaited as JoinHubRequest)?.ClientId) is { } clientId)
        {
            LeaveChannel(HubReceivers.InboxOf(clientId));
            _around.Hub.Tell(new Leave(clientId));
        }
        Context.Parent.Tell(new ConnectionEnded(_port, _name));
    }

    private void LeaveChannel(ChannelName channel) =>
        _around.Channels.Tell(new SubscriberStopped(channel, Self));

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
            case ListRequest m: Await(m, _around.Channels, ListChannels.Instance); break;
            case RelayRequest m: Relay(m); break;
            case JoinHubRequest m: JoinHub(m); break;
            case ListOffersRequest m: Await(m, _around.Auction, m.Listing); break;
            case IdentifyRequest m when _seat is not null: Answer(_seat.Identify(m)); break;
            case ListClientsRequest m when _seat is not null:
                Await(m, _around.Hub, new ListClients(_seat.ClientId));
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
        if (!IsSubscribed(m.Channel)) Answer(m.Fail(RequestError.NotSubscribed));
        else if (_around.Gate.TryEnter(m.Channel, m.Content.Length, isSubscribed: true) is { } reason)
            Answer(m.Fail(reason));
        else if (_around.Gate.IsStored(m.Channel))
            Await(m, _around.Channels, PublishMessage.Stored(m, _name, _around, _port, Self));
        else
        {
            Answers().AddCommand(PublishMessage.Of(m, _name, _around, Self));
            Answer(new Done(m.Id));
        }
    }

    private void Subscribe(SubscribeRequest m)
    {
        if (!IsSubscribed(m.Channel) && _subscriptions.Count >= _around.Settings.ChannelsMax)
            Answer(m.Fail(RequestError.TooManyChannels));
        else Await(m, _around.Channels, SubscribeMessage.Of(m, _port, Self));
    }

    private void Unsubscribe(UnsubscribeRequest m)
    {
        if (!IsSubscribed(m.Channel)) Answer(m.Fail(RequestError.NotSubscribed));
        else Await(m, _around.Channels, new Unsubscribe(m.Channel, Self));
    }

    // The channel has already put the answer into the outbox: see Subscribe.Greeting.
    private void Join(Subscribed m)
    {
        if (_awaited is not JoinHubRequest) _subscriptions.Add(m.Channel);
        Resume(answer: null);
    }

    private void Leave(Unsubscribed m)
    {
        _subscriptions.Remove(m.Channel);
        Resume(new Done(_awaited!.Id));
    }

    private void JoinHub(JoinHubRequest m)
    {
        if (_seat is null) Await(m, _around.Hub, new Register(m.ClientId));
        else Await(m, _around.Channels, SubscribeMessage.ToInbox(m, _seat.ClientId, _port, Self));
    }

    private void TakeSeat(ulong clientId)
    {
        _seat = new HubMembership(clientId, _around.Relay, _around.Time);
        _around.Channels.Tell(SubscribeMessage.ToInbox(_awaited!, clientId, _port, Self));
    }

    private void Relay(RelayRequest m)
    {
        var error = RequestError.NotSubscribed;
        var admitted = _seat?.Admit(m, out error) ?? 0;
        if (admitted > 0 && admitted < m.Contents.Count) m = Cut(m, admitted, error);

        var inboxes = m.To.Inboxes;
        if (admitted == 0) Refuse(m, error);
        else if (!_around.Gate.TryEnter(m.Contents, inboxes.Count, Self, new RelaySettled(m)))
            Refuse(m, RequestError.Busy);
        else TellBehindAnswers(new Relay(inboxes, m.Contents));
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
        _answers?.Send();
        _port.Send([others.Fail(error)]);
        m.Contents.Keep(count);
        return first;
    }

    private void Complete(RelayRequest m)
    {
        if (m.Receipt) Answer(new RelayDone(m.Id, m.Contents.Receivers));
        else _port.Completed(requests: 1);
    }

    private void TellBehindAnswers(object command)
    {
        if (_answers is { IsEmpty: false } answers) answers.AddCommand(command);
        else _around.Channels.Tell(command);
    }

    private bool IsSubscribed(ChannelName channel) => _subscriptions.Contains(channel);

    /// <summary>Asks somebody, and lets later requests wait. All earlier answers go out first.</summary>
    private void Await(Request request, IActorRef whom, object command)
    {
        _answers?.Send();
        _awaited = request;
        whom.Tell(command);
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
        if (Answers().Add(answer)) Self.Tell(FlushAnswers.Instance);
    }

    private PendingAnswers Answers() => _answers ??= new PendingAnswers(_port, _around.Channels);
}
