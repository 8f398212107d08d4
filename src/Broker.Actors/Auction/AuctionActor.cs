using System.Text;
using Broker.Actors.Cluster;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Cluster.MemberProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// The auction's front on one node: gateways ask it, and it passes on to the accounts, the list and the
/// offers what is within their limits. The list is its own; accounts and offers may be on other nodes. It
/// lives as long as the process.
/// </summary>
public sealed class AuctionActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly AuctionDependencies _dependencies;
    private readonly AuctionNode _node;
    private readonly Func<OfferId> _newId;
    private IActorRef _list = ActorRefs.Nobody;
    private IActorRef _table = ActorRefs.Nobody;
    private IActorRef _tail = ActorRefs.Nobody;
    private long _made;
    private long _madeSinceCount;
    private int _listed;
    private int _readers;

    public AuctionActor(AuctionDependencies dependencies, AuctionNode node, Func<OfferId> newId) =>
        (_dependencies, _node, _newId) = (dependencies, node, newId);

    public ITimerScheduler Timers { get; set; } = null!;

    private AuctionSettings Settings => _dependencies.Settings;

    /// <param name="dependencies">Of this node.</param>
    /// <param name="start">Starts the parents of accounts and of offers.</param>
    public static Props PropsFor(AuctionDependencies dependencies, StartEntities start)
    {
        ArgumentNullException.ThrowIfNull(dependencies);
        return PropsFor(dependencies, start, () => OfferNumbers.Next(dependencies.Time));
    }

    internal static Props PropsFor(
        AuctionDependencies dependencies, StartEntities start, Func<OfferId> newId)
    {
        var node = new AuctionNode(dependencies, start);
        return Props.Create(() => new AuctionActor(dependencies, node, newId));
    }

    protected override void PreStart()
    {
        _node.Start(Self);
        _table = Context.ActorOf(OfferTableActor.PropsFor(_dependencies), "table");
        _list = Context.ActorOf(OfferListActor.PropsFor(_dependencies, _table), "list");
        _tail = Context.ActorOf(OfferTailActor.PropsFor(_dependencies), "tail");
        foreach (var peer in _node.Peers) _tail.Tell(new MemberMet(peer));
        CountAccounts();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SignUp when _made >= Settings.AccountsMax: Refuse(RefuseReason.Full); break;
            case SignUp m: Pass(m, _node.Accounts, !IsName(m.Username)); break;
            case FindAccount m: Find(m); break;
            case RenewPassword m: Pass(m, _node.Accounts, !IsName(m.Username)); break;
            case CreateOffer when _listed >= Settings.OffersMax: Refuse(RefuseReason.Full); break;
            case CreateOffer m: Pass(MakeChange(new Create(_newId(), m)), _node.Offers, !IsFine(m)); break;
            // Another offer has its number.
            case Create m: _node.Offers.Forward(MakeChange(m with { Offer = _newId() })); break;
            case PlaceBid m: Pass(MakeChange(m), _node.Offers, !IsName(m.Username)); break;
            case AcceptBid m: _node.Offers.Forward(MakeChange(m)); break;
            case GetBids m: Read(m); break;
            case IOfferCommand m: _node.Offers.Forward(m); break;
            case ListOffers m: _list.Forward(m); break;
            default: OnAuctionMessage(message); break;
        }
    }

    // Of its own actors, and of the auctions of other nodes.
    private void OnAuctionMessage(object message)
    {
        switch (message)
        {
            case OfferMoved m: _list.Tell(m); _table.Tell(m); _tail.Tell(m); break;
            case Changed m: Answer(m); break;
            case OffersMoved m: _list.Forward(m); break;
            case OffersListed m: _listed = m.Offers; break;
            case AccountMade m: Made(m); break;
            case Counted m: _made = m.Accounts + _madeSinceCount; break;
            case CountFailed: Timers.StartSingleTimer(Count.Instance, Count.Instance, RetryInterval); break;
            case Count: CountAccounts(); break;
            case ReaderStopped: _readers--; break;
            case MemberMet m: Meet(m); break;
            case MemberLost m: Lose(m); break;
            case MembersUnmet: break;
            default: Unhandled(message); break;
        }
    }

    private void Meet(MemberMet m)
    {
        if (m.Member.Equals(Self) || !_node.Peers.Add(m.Member)) return;

        _tail.Tell(m);
        CountAccounts();
    }

    // What it was about to tell is in the store.
    private void Lose(MemberLost m)
    {
        if (!_node.Peers.Remove(m.Member)) return;

        _tail.Tell(m);
        _list.Tell(m);
        CountAccounts();
    }

    private void Made(AccountMade m)
    {
        (_made, _madeSinceCount) = (_made + 1, _madeSinceCount + 1);
        if (m.IsElsewhere) return;

        foreach (var peer in _node.Peers) peer.Tell(new AccountMade(IsElsewhere: true), ActorRefs.NoSender);
    }

    private void Answer(Changed m)
    {
        _list.Tell(m.Moved);
        m.Client.Tell(m.Bid is { } bid ? new BidFound(bid) : new OfferFound(m.Moved.Offer));
    }

    private Change MakeChange(IOfferCommand command) => new(command, Self);

    private void Read(GetBids request)
    {
        if (_readers >= Settings.WaitingMax)
        {
            Refuse(RefuseReason.Busy);
            return;
        }

        _readers++;
        Context.WatchWith(
            Context.ActorOf(BidsReaderActor.PropsFor(_node.Offers, request.Offer, Sender)),
            ReaderStopped.Instance);
    }

    // Those that are made meanwhile count too, some of them twice: that errs on the safe side.
    private void CountAccounts()
    {
        _madeSinceCount = 0;
        _dependencies.Tables.CountAccountsAsync(CancellationToken.None).PipeTo(
            Self, success: accounts => new Counted(accounts), failure: _ => CountFailed.Instance);
    }

    private void Find(FindAccount request)
    {
        // No other account was ever made.
        if (IsName(request.Username)) _node.Accounts.Forward(request);
        else Refuse(RefuseReason.Unknown);
    }

    private void Pass(object change, IActorRef to, bool isBad)
    {
        if (isBad) Refuse(RefuseReason.BadText);
        else to.Forward(change);
    }

    private void Refuse(RefuseReason reason) => Sender.Tell(new Refused(reason));

    private bool IsFine(CreateOffer m) =>
        IsName(m.Username)
        && IsFine(m.Title, Settings.TitleBytesMax)
        && IsFine(m.PhotoUrl, Settings.PhotoUrlBytesMax);

    private bool IsName(string text) => text.Length > 0 && IsFine(text, Settings.UsernameBytesMax);

    private static bool IsFine(string text, int bytesMax)
    {
        if (text.Length > bytesMax) return false;

        try
        {
            return Strict.GetByteCount(text) <= bytesMax;
        }
        catch (EncoderFallbackException)
        {
            // Half of a surrogate pair would come back from the store as something else.
            return false;
        }
    }

    private sealed record Counted(long Accounts) : INoSerializationVerificationNeeded;

    private sealed record CountFailed : INoSerializationVerificationNeeded
    {
        public static readonly CountFailed Instance = new();
    }

    private sealed record ReaderStopped : INoSerializationVerificationNeeded
    {
        public static readonly ReaderStopped Instance = new();
    }

    private sealed record Count : INoSerializationVerificationNeeded
    {
        public static readonly Count Instance = new();
    }
}
