using System.Text;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// The auction's front: gateways ask it, and it passes on to the accounts, the list and the offers what is
/// within their limits. It owns these three and lives as long as the process.
/// </summary>
public sealed class AuctionActor : UntypedActor
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly AuctionDependencies _around;
    private readonly Func<OfferId> _newId;
    private IActorRef _accounts = ActorRefs.Nobody;
    private IActorRef _index = ActorRefs.Nobody;
    private IActorRef _offers = ActorRefs.Nobody;
    private int _listed;

    public AuctionActor(AuctionDependencies around, Func<OfferId> newId) =>
        (_around, _newId) = (around, newId);

    public static Props PropsFor(AuctionDependencies around)
    {
        ArgumentNullException.ThrowIfNull(around);
        return PropsFor(around, () => OfferNumbers.Next(around.Time));
    }

    internal static Props PropsFor(AuctionDependencies around, Func<OfferId> newId) =>
        Props.Create(() => new AuctionActor(around, newId));

    protected override void PreStart()
    {
        _accounts = Context.ActorOf(AccountActor.PropsFor(_around), "accounts");
        var index = _index = Context.ActorOf(OfferIndexActor.PropsFor(_around), "list");
        _offers = Context.ActorOf(OfferRegistryActor.PropsFor(
            id => OfferActor.PropsFor(id, _around, index), _newId, _around.Settings), "offers");
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SignUp m: Pass(m, _accounts, !IsFine(m.Username, _around.Settings.UsernameBytesMax)); break;
            case FindAccount m: _accounts.Forward(m); break;
            case CreateOffer m when _listed >= _around.Settings.OffersMax: Refuse(RefuseReason.Full); break;
            case CreateOffer m: Pass(m, _offers, !IsFine(m)); break;
            case PlaceBid m: Pass(m, _offers, !IsFine(m.Username, _around.Settings.UsernameBytesMax)); break;
            case AcceptBid m: Pass(m, _offers, isBad: false); break;
            case IOfferCommand m: _offers.Forward(m); break;
            case ListOffers m: _index.Forward(m); break;
            case OffersListed m: _listed = m.Offers; break;
            default: Unhandled(message); break;
        }
    }

    // What is stored is published: without room for that nothing is stored.
    private void Pass(object change, IActorRef to, bool isBad)
    {
        if (isBad) Refuse(RefuseReason.BadText);
        else if (_around.Budget.IsFull) Refuse(RefuseReason.Busy);
        else to.Forward(change);
    }

    private void Refuse(RefuseReason reason) => Sender.Tell(new Refused(reason));

    private bool IsFine(CreateOffer m) =>
        IsFine(m.Username, _around.Settings.UsernameBytesMax)
        && IsFine(m.Title, _around.Settings.TitleBytesMax)
        && IsFine(m.PhotoUrl, _around.Settings.PhotoUrlBytesMax);

    private static bool IsFine(string text, int bytesMax)
    {
        if (text.Length > bytesMax) return false;

        try
        {
            return Strict.GetByteCount(text) <= bytesMax;
        }
        catch (EncoderFallbackException)
        {
            // Half of a surrogate pair would come back from the journal as something else.
            return false;
        }
    }
}
