using Broker.Actors.Auction;
using Broker.Actors.Journal;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Tests.Auction;

/// <summary>The accounts where other nodes append to them; the spec is those.</summary>
public class SharedAccountSpec : AuctionStage
{
    private readonly TestProbe _appends;

    public SharedAccountSpec()
    {
        Journal.Probe = _appends = CreateTestProbe();
        Journal.IsShared = true;
    }

    [Fact]
    public async Task Who_has_signed_up_at_another_node_is_found_at_once_and_the_name_is_taken()
    {
        var accounts = Start();
        await Ask<Refused>(accounts, new FindAccount("ann"));
        SignUpElsewhere("ann");
        Assert.Equal(
            new AccountFound("ann", "theirs"), await Ask<AccountFound>(accounts, new FindAccount("ann")));
        SignUpElsewhere("bob");
        Assert.Equal(
            new Refused(RefuseReason.NameTaken), await Ask<Refused>(accounts, new SignUp("bob", "")));
    }

    [Fact]
    public async Task An_account_that_is_known_is_found_without_the_journal()
    {
        var accounts = Start();
        await Ask<SignedUp>(accounts, new SignUp("ann", "ours"));
        Journal.IsAway = true;

        Assert.Equal(
            new AccountFound("ann", "ours"), await Ask<AccountFound>(accounts, new FindAccount("ann")));
        await Ask<Refused>(accounts, new FindAccount("bob"));
    }

    [Fact]
    public async Task Looks_once_for_all_that_ask_while_something_is_stored_and_answers_in_order()
    {
        var accounts = Start();
        await Ask<Refused>(accounts, new FindAccount("ann"));
        Journal.Hold();
        accounts.Tell(new SignUp("ann", ""), TestActor);
        await _appends.ExpectMsgAsync<Append>();
        foreach (var name in new[] { "bob", "eve", "ann" }) accounts.Tell(new FindAccount(name), TestActor);
        accounts.Tell(new SignUp("bob", ""), TestActor);
        var before = Journal.Reads;
        Journal.StoreOne();
        await _appends.ExpectMsgAsync<Append>();

        Assert.Equal(before + 1, Journal.Reads);
        await ExpectMsgAsync(new SignedUp("ann"));
        await ExpectMsgAsync(new Refused(RefuseReason.Unknown));
        await ExpectMsgAsync(new Refused(RefuseReason.Unknown));
        await ExpectMsgAsync(new AccountFound("ann", ""));
        Journal.Release();
        await ExpectMsgAsync(new SignedUp("bob"));
    }

    [Fact]
    public async Task Who_loses_to_other_nodes_goes_on_for_its_time_and_is_then_told_busy()
    {
        var accounts = Start("decide-within = 2s");
        Journal.Hold();
        accounts.Tell(new SignUp("ann", ""), TestActor);
        for (var i = 0; i < 10; i++)
        {
            await _appends.ExpectMsgAsync<Append>();
            SignUpElsewhere($"{i}");
            Journal.StoreOne();
        }
        await _appends.ExpectMsgAsync<Append>();
        Time.Advance(TimeSpan.FromSeconds(2));
        SignUpElsewhere("bob");
        Journal.StoreOne();

        await ExpectMsgAsync(new Refused(RefuseReason.Busy));
    }

    private void SignUpElsewhere(string name) =>
        Journal.Smuggle(StreamName.Parse("accounts"), AccountCodec.Write(new SignUp(name, "theirs")));

    private IActorRef Start(string overlay = "") => Sys.ActorOf(AccountActor.PropsFor(Around(overlay)));
}
