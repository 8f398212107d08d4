using System.Text;
using Broker.Actors.Cluster;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// The auction's front: gateways ask it, and it passes on to the accounts, the list and the offers what is
/// within their limits. It owns these three and lives as long as the process.
/// </summary>
public sealed class AuctionActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly AuctionDependencies _dependencies;
    private readonly Func<OfferId> _newId;
    private IActorRef _accounts = ActorRefs.Nobody;
    private IActorRef _list = ActorRefs.Nobody;
    private IActorRef _offers = ActorRefs.Nobody;
    private long _made;
    private int _listed;

    public AuctionActor(AuctionDependencies dependencies, Func<OfferId> newId) =>
        (_dependencies, _newId) = (dependencies, newId);

    public ITimerScheduler Timers { get; set; } = null!;

    private AuctionSettings Settings => _dependencies.Settings;

    public static Props PropsFor(AuctionDependencies dependencies)
    {
        ArgumentNullException.ThrowIfNull(dependencies);
        return PropsFor(dependencies, () => OfferNumbers.Next(dependencies.Time));
    }

    internal static Props PropsFor(AuctionDependencies dependencies, Func<OfferId> newId) =>
        Props.Create(() => new AuctionActor(dependencies, newId));

    protected override void PreStart()
    {
        _accounts = Context.ActorOf(
            ParentOf(AccountActor.PropsFor(_dependencies, Self), m => (m as IAccountCommand)?.Username),
            "accounts");
        _offers = Context.ActorOf(
            ParentOf(
                OfferActor.PropsFor(_dependencies, Self),
                m => m is IOfferCommand command ? AuctionIds.NameOf(command.Offer) : null),
            "offers");
        _list = Context.ActorOf(OfferListActor.PropsFor(_dependencies), "list");
        CountAccounts();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SignUp when _made >= Settings.AccountsMax: Refuse(RefuseReason.Full); break;
            case SignUp m: Pass(m, _accounts, !IsName(m.Username)); break;
            case FindAccount m: Find(m); break;
            case CreateOffer when _listed >= Settings.OffersMax: Refuse(RefuseReason.Full); break;
            case CreateOffer m: Pass(new Create(_newId(), m), _offers, !IsFine(m)); break;
            case PlaceBid m: Pass(m, _offers, !IsName(m.Username)); break;
            case AcceptBid m: Pass(m, _offers, isBad: false); break;
            case IOfferCommand m: _offers.Forward(m); break;
            case ListOffers m: _list.Forward(m); break;
            case OfferMoved m: _list.Tell(m); break;
            case OffersListed m: _listed = m.Offers; break;
            case AccountMade: _made++; break;
            case Counted m: _made += m.Accounts; break;
            case CountFailed: Timers.StartSingleTimer(Count.Instance, Count.Instance, RetryInterval); break;
            case Count: CountAccounts(); break;
            default: Unhandled(message); break;
        }
    }

    private Props ParentOf(Props entity, Func<object, string?> idOf) => EntityParent.PropsFor(new EntityKind(
        idOf, _ => entity, Settings.AliveMax, Settings.WaitingMax,
        (_, sender, _) => sender.Tell(new Refused(RefuseReason.Busy)))
    {
        MakesRoom = true,
    });

    // Those that are made meanwhile count too, some of them twice: that errs on the safe side.
    private void CountAccounts() => _dependencies.Tables.CountAccountsAsync(CancellationToken.None).PipeTo(
        Self, success: accounts => new Counted(accounts), failure: _ => CountFailed.Instance);

    private void Find(FindAccount request)
    {
        // No other account was ever made.
        if (IsName(request.Username)) _accounts.Forward(request);
        else Refuse(RefuseReason.Unknown);
    }

    // What is stored is published: without room for that nothing is stored.
    private void Pass(object change, IActorRef to, bool isBad)
    {
        if (isBad) Refuse(RefuseReason.BadText);
        else if (_dependencies.Budget.IsFull) Refuse(RefuseReason.Busy);
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

    private sealed record Counted(long Accounts);

    private sealed record CountFailed
    {
        public static readonly CountFailed Instance = new();
    }

    private sealed record Count
    {
        public static readonly Count Instance = new();
    }
}
