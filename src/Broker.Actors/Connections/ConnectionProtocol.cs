using Broker.Actors.Auction;
using Broker.Actors.Channels;
using Broker.Actors.Delivery;
using Broker.Actors.Hub;

namespace Broker.Actors.Connections;

/// <summary>Every message a connection or the connection registry accepts or sends.</summary>
public static class ConnectionProtocol
{
    /// <summary>
    /// To the registry: a socket is there. Answered by <see cref="Connected"/> or <see cref="Refused"/>.
    /// </summary>
    /// <param name="Name">A name that must be unique, or empty for a random one, or null for none.</param>
    public sealed record Connect(IConnectionPort Port, string? Name)
    {
        /// <summary>Whose name it is: connections of one user share it. Null for one connection's.</summary>
        public string? User { get; init; }
    }

    /// <param name="Connection">Takes the requests below.</param>
    public sealed record Connected(IActorRef Connection, string? Name);

    public sealed record Refused(CloseReason Reason);

    /// <summary>To a connection: the socket has ended.</summary>
    public sealed record Disconnect : IDeadLetterSuppression
    {
        public static readonly Disconnect Instance = new();
    }

    /// <summary>
    /// What a client asks for. Requests are answered one after the other, in the order they came in.
    /// </summary>
    /// <param name="Id">The client's own mark for the answer, as the wire has it; empty for none.</param>
    public abstract record Request(ReadOnlyMemory<byte> Id)
    {
        /// <summary>The refusal of this request.</summary>
        internal Failed Fail(RequestError error) => new(Id, error) { Channel = ChannelOf(this) };

        /// <summary>As a channel refused it.</summary>
        internal Failed Fail(ChannelProtocol.RejectReason reason) => Fail(reason switch
        {
            ChannelProtocol.RejectReason.ChannelFull => RequestError.ChannelFull,
            ChannelProtocol.RejectReason.TooManyChannels => RequestError.BrokerFull,
            ChannelProtocol.RejectReason.Forbidden => RequestError.Forbidden,
            ChannelProtocol.RejectReason.Busy => RequestError.Busy,
            _ => RequestError.Unavailable,
        });

        private static ChannelName? ChannelOf(Request request) => request switch
        {
            SubscribeRequest m => m.Channel,
            UnsubscribeRequest m => m.Channel,
            PublishRequest m => m.Channel,
            _ => null,
        };
    }

    public sealed record SubscribeRequest(ReadOnlyMemory<byte> Id, ChannelName Channel) : Request(Id)
    {
        public StreamPosition? Since { get; init; }
    }

    public sealed record UnsubscribeRequest(ReadOnlyMemory<byte> Id, ChannelName Channel) : Request(Id);

    public sealed record PublishRequest(
        ReadOnlyMemory<byte> Id, ChannelName Channel, ReadOnlyMemory<byte> Content) : Request(Id);

    public sealed record ListRequest(ReadOnlyMemory<byte> Id, ListScope Scope) : Request(Id);

    /// <summary>
    /// Joins the hub (contracts §3): the first time the client gets its inbox and is listed; again, only the
    /// wire of the inbox changes to what the port's encoding is then.
    /// </summary>
    /// <param name="Id">The client's own mark.</param>
    /// <param name="ClientId">What was reserved for it.</param>
    public sealed record JoinHubRequest(ReadOnlyMemory<byte> Id, ulong ClientId) : Request(Id);

    /// <summary>What the client's own id is.</summary>
    public sealed record IdentifyRequest(ReadOnlyMemory<byte> Id) : Request(Id);

    /// <summary>Which other clients are connected to the hub.</summary>
    public sealed record ListClientsRequest(ReadOnlyMemory<byte> Id) : Request(Id);

    public sealed record EchoRequest(ReadOnlyMemory<byte> Id, ReadOnlyMemory<byte> Content) : Request(Id);

    /// <summary>A page of the auction's offers (contracts §5).</summary>
    public sealed record ListOffersRequest(
        ReadOnlyMemory<byte> Id, AuctionProtocol.ListOffers Listing) : Request(Id);

    /// <summary>
    /// Contents for other clients of the hub. It is dealt with, for <see cref="IConnectionPort.Completed"/>,
    /// when every receiver's channel has settled.
    /// </summary>
    /// <param name="Id">
    /// The marks of all its relays, one after the other and equally long: a refusal of some carries theirs.
    /// </param>
    public sealed record RelayRequest(
        ReadOnlyMemory<byte> Id, HubReceivers To, RelayedContents Contents) : Request(Id)
    {
        /// <summary>Whether <see cref="RelayDone"/> is wanted; a refusal is told in any case.</summary>
        public bool Receipt { get; init; }

        /// <summary>By their marks, the first so many relays and the others.</summary>
        internal (RelayRequest First, RelayRequest Others) SplitAt(int count)
        {
            var marks = Id.Length / Contents.Count * count;
            return (this with { Id = Id[..marks] }, this with { Id = Id[marks..] });
        }
    }

    /// <summary>The gateway could not read the request; its error takes its turn like any answer.</summary>
    public sealed record UnreadableRequest(ReadOnlyMemory<byte> Id, string Detail) : Request(Id);

    public enum ListScope
    {
        /// <summary>Every public channel of the broker.</summary>
        All,

        /// <summary>Those the caller subscribes to.</summary>
        Mine,
    }

    /// <summary>The one answer to a request.</summary>
    public abstract record Answer(ReadOnlyMemory<byte> Id);

    public sealed record Done(ReadOnlyMemory<byte> Id) : Answer(Id)
    {
        /// <summary>The answer to a request without a mark.</summary>
        internal static readonly Done Bare = new(ReadOnlyMemory<byte>.Empty);
    }

    public sealed record SubscribeDone(
        ReadOnlyMemory<byte> Id, LocalChannelProtocol.Subscribed Subscribed) : Answer(Id);

    public sealed record ListDone(ReadOnlyMemory<byte> Id, IReadOnlyList<string> Channels) : Answer(Id);

    /// <param name="Id">That of the request.</param>
    /// <param name="ClientId">What the client is called in the hub.</param>
    public sealed record JoinHubDone(ReadOnlyMemory<byte> Id, ulong ClientId) : Answer(Id);

    public sealed record IdentifyDone(ReadOnlyMemory<byte> Id, ulong ClientId) : Answer(Id);

    /// <param name="Id">That of the request.</param>
    /// <param name="Ids">All but the caller's, ascending.</param>
    public sealed record ListClientsDone(ReadOnlyMemory<byte> Id, IReadOnlyList<ulong> Ids) : Answer(Id);

    public sealed record EchoDone(ReadOnlyMemory<byte> Id, ReadOnlyMemory<byte> Content) : Answer(Id);

    public sealed record ListOffersDone(ReadOnlyMemory<byte> Id, IReadOnlyList<Offer> Offers) : Answer(Id);

    /// <param name="Id">That of the request.</param>
    /// <param name="Receivers">How many clients' outboxes took it.</param>
    public sealed record RelayDone(ReadOnlyMemory<byte> Id, int Receivers) : Answer(Id);

    public sealed record Failed(ReadOnlyMemory<byte> Id, RequestError Error) : Answer(Id)
    {
        /// <summary>What exactly is wrong, for <see cref="RequestError.Unreadable"/>.</summary>
        public string? Detail { get; init; }

        /// <summary>The channel that the request was about, if it was about one.</summary>
        public ChannelName? Channel { get; init; }
    }

    public enum RequestError
    {
        Unreadable,
        NotSubscribed,
        TooManyChannels,
        ChannelFull,
        BrokerFull,
        Busy,
        Forbidden,

        /// <summary>The relay names more receivers than the hub allows.</summary>
        TooManyReceivers,

        /// <summary>The client relays more in a second than the hub allows.</summary>
        TooFast,

        /// <summary>The home of the channel, or its store, does not answer now.</summary>
        Unavailable,
    }

    /// <summary>To the registry: what is connected now. Answered by <see cref="ConnectionCount"/>.</summary>
    public sealed record CountConnections
    {
        public static readonly CountConnections Instance = new();
    }

    public sealed record ConnectionCount(int Connections);

    /// <summary>
    /// To the registry: close every connection; answered by <see cref="Drained"/> when all are gone.
    /// </summary>
    /// <param name="Reason">What each is told, with a hint when to come back.</param>
    /// <param name="Within">
    /// The time over which the closes are spread where there are many (<c>drain-at-once-max</c>).
    /// </param>
    public sealed record Drain(CloseReason Reason, TimeSpan Within);

    public sealed record Drained
    {
        public static readonly Drained Instance = new();
    }

    /// <summary>To the registry: the outboxes hold too much together; the largest go first.</summary>
    public sealed record RelievePressure
    {
        public static readonly RelievePressure Instance = new();
    }

    // From a connection to itself only.
    internal sealed record FlushAnswers
    {
        public static readonly FlushAnswers Instance = new();
    }

    internal sealed record FlushRelays
    {
        public static readonly FlushRelays Instance = new();
    }

    // From its answers to a connection only: all of them are out.
    internal sealed record AnswersSent(IActorRef Whom, object Command) : INoSerializationVerificationNeeded;

    // From relayed contents to the connection that sent them only.
    internal sealed record RelaySettled(RelayRequest Request) : IDeadLetterSuppression;

    // From the registry to itself only.
    internal sealed record Beat
    {
        public static readonly Beat Instance = new();
    }

    internal sealed record CloseSome
    {
        public static readonly CloseSome Instance = new();
    }

    // From the registry to a new connection only, before anything else. The name is empty where it has none.
    internal sealed record Open(IConnectionPort Port, string Name);

    // From a connection to the registry only, at its end.
    internal sealed record ConnectionEnded(IConnectionPort Port, string Name) : IDeadLetterSuppression;
}
