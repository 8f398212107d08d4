using Broker.History;

namespace Broker.EndToEnd.Tests.Auction;

/// <summary>What the judge of <see cref="HistorySpec"/> lets pass and what it does not.</summary>
public class CheckerSpec
{
    private const string Lamp = "000000000000000100000000";

    private readonly List<Step> _steps =
    [
        new Step.SignUp("ann", new Span(1, 2), Outcome.Done),
        new Step.Offer("ann", new Span(3, 4), Outcome.Done, "lamp", 1, Lamp),
        new Step.Bid("bob", new Span(10, 20), Outcome.Done, Lamp, 2, IdOf(1)),
        new Step.Bid("eve", new Span(11, 21), Outcome.Done, Lamp, 3, IdOf(2)),
        new Step.Bid("eve", new Span(30, 40), Outcome.Refused, Lamp, 2.5m, null, Told: 3),
        new Step.Bid("bob", Span.From(31), Outcome.Unknown, Lamp, 4, null),
        new Step.Look("eve", new Span(50, 60), Lamp, 4, IsSold: false),
        new Step.Accept("ann", new Span(70, 80), Outcome.Done, Lamp, IdOf(2)),
        new Step.Bid("eve", new Span(75, 90), Outcome.Refused, Lamp, 9, null, Told: 4, IsSold: true),
        new Step.Look("eve", new Span(91, 92), Lamp, 4, IsSold: true),
    ];

    private readonly List<StoredBid> _bids =
    [
        new(IdOf(1), 2, "bob", IsAccepted: false),
        new(IdOf(2), 3, "eve", IsAccepted: true),
        new(IdOf(3), 4, "bob", IsAccepted: false),
    ];

    private StoredOffer _offer = new(Lamp, "lamp", 4, "ann", IsSold: true);
    private StoredOffer? _listed;
    private string _account = "ann";

    [Fact]
    public void Lets_pass_what_one_auction_could_have_done_the_unanswered_bid_there_or_not()
    {
        Assert.Empty(Check());

        _steps.RemoveAll(one => one is Step.Look or Step.Bid { IsSold: true });
        _bids.RemoveAt(2);
        _offer = _offer with { Price = 3 };
        Assert.Empty(Check());
    }

    [Fact]
    public void Sees_a_bid_that_was_answered_and_is_lost()
    {
        _bids[0] = _bids[0] with { Id = IdOf(9) };
        Flags("was answered and is lost");
    }

    [Fact]
    public void Sees_a_bid_that_is_there_as_another()
    {
        _bids[0] = _bids[0] with { Price = 1.5m };
        Flags("was answered as", "nobody made");
    }

    [Fact]
    public void Sees_a_bid_that_was_refused_and_is_there()
    {
        _steps.Add(new Step.Bid("ann", new Span(30, 40), Outcome.Refused, Lamp, 5, null, Told: 5));
        _bids.Add(new StoredBid(IdOf(4), 5, "ann", IsAccepted: false));
        _offer = _offer with { Price = 5 };
        Flags("was refused");
    }

    [Fact]
    public void Sees_one_that_is_there_twice()
    {
        _bids.Add(new StoredBid(IdOf(4), 4, "bob", IsAccepted: false));
        Flags("came on top of");
    }

    [Fact]
    public void Sees_prices_that_do_not_rise_and_a_last_one_that_is_not_the_offers()
    {
        (_bids[0], _bids[1]) = (_bids[1] with { Id = IdOf(1) }, _bids[0] with { Id = IdOf(2) });
        _offer = _offer with { Price = 3 };
        Flags("came on top of", "as its last price");
    }

    [Fact]
    public void Sees_a_place_that_is_missing()
    {
        _bids[2] = _bids[2] with { Id = IdOf(5) };
        Flags("is in place 3");
    }

    [Fact]
    public void Sees_a_bid_that_was_taken_before_one_that_was_answered_before_it_was_made()
    {
        _steps[3] = new Step.Bid("eve", new Span(1, 5), Outcome.Done, Lamp, 3, IdOf(2));
        Flags("was answered before");
    }

    [Fact]
    public void Sees_a_price_that_was_overtaken_before_somebody_asked()
    {
        _steps.Add(new Step.Look("eve", new Span(22, 23), Lamp, 2, IsSold: false));
        Flags("was told after 3");
    }

    [Fact]
    public void Sees_a_price_that_went_back_between_two_looks()
    {
        _steps.Add(new Step.Look("eve", new Span(61, 62), Lamp, 3, IsSold: false));
        Flags("was told after 4");
    }

    [Fact]
    public void Sees_a_price_that_nobody_bid_or_not_yet()
    {
        _steps.Add(new Step.Look("eve", new Span(61, 62), Lamp, 7, IsSold: false));
        Flags("is nobody's bid");

        _steps[^1] = new Step.Look("eve", new Span(5, 6), Lamp, 2, IsSold: false);
        Flags("told before it was bid");
    }

    [Fact]
    public void Sees_a_bid_that_was_refused_below_its_price()
    {
        _steps.Add(new Step.Bid("ann", new Span(61, 62), Outcome.Refused, Lamp, 5, null, Told: 4));
        Flags("was refused at");
    }

    [Fact]
    public void Sees_two_sales_a_sale_that_is_lost_and_one_that_nobody_made()
    {
        _bids[0] = _bids[0] with { IsAccepted = true };
        Flags("has 2 accepted bids");

        _bids[1] = _bids[1] with { IsAccepted = false };
        Flags("was accepted and is not", "nobody accepted");
    }

    [Fact]
    public void Sees_an_offer_that_is_open_again_or_sold_too_early()
    {
        _steps.Add(new Step.Look("eve", new Span(93, 94), Lamp, 4, IsSold: false));
        Flags("was open again");

        _steps[^1] = new Step.Look("eve", new Span(61, 62), Lamp, 4, IsSold: true);
        Flags("called sold before");
    }

    [Fact]
    public void Sees_a_list_that_differs_a_lost_account_and_a_lost_offer()
    {
        _listed = _offer with { Price = 3 };
        Flags("asked for by itself", "does not say");

        _account = "bob";
        Flags("account ann is lost");

        _steps.Add(new Step.Offer("ann", new Span(5, 6), Outcome.Done, "vase", 1, "2"));
        Flags("(vase) is lost");
    }

    private static string IdOf(int place) => $"0000000000000001{place:x8}";

    private void Flags(params string[] parts)
    {
        var wrong = Check();
        Assert.All(parts, part =>
            Assert.Contains(wrong, one => one.Contains(part, StringComparison.Ordinal)));
    }

    private IReadOnlyList<string> Check() => AuctionChecker.Check(_steps, new FinalState(
        [_listed ?? _offer],
        [_offer],
        new Dictionary<string, IReadOnlyList<StoredBid>> { [Lamp] = _bids },
        new HashSet<string> { _account }));
}
