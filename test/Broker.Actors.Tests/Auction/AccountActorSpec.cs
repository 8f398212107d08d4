using Broker.Actors.Auction;
using Broker.Actors.Journal;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Tests.Auction;

public class AccountActorSpec : AuctionStage
{
    private readonly TestProbe _appends;

    public AccountActorSpec() => Journal.Probe = _appends = CreateTestProbe();

    [Fact]
    public async Task Of_two_that_want_one_name_the_first_gets_it_and_neither_is_told_before_it_is_stored()
    {
        var accounts = Start();
        Journal.Hold();
        accounts.Tell(new SignUp("ann", "1"), TestActor);
        accounts.Tell(new SignUp("ann", "2"), TestActor);
        accounts.Tell(new SignUp("bob", "3"), TestActor);
        await _appends.ExpectMsgAsync<Append>();
        await ExpectNoMsgAsync(Brief);

        Journal.Release();
        await ExpectMsgAsync(new SignedUp("ann"));
        await ExpectMsgAsync(new Refused(RefuseReason.NameTaken));
        await ExpectMsgAsync(new SignedUp("bob"));
        Assert.Equal("1", (await Ask<AccountFound>(accounts, new FindAccount("ann"))).PasswordHash);
    }

    [Fact]
    public async Task A_name_is_free_for_the_next_one_when_the_first_could_not_be_stored()
    {
        var accounts = Start();
        Journal.Hold();
        accounts.Tell(new SignUp("ann", "1"), TestActor);
        accounts.Tell(new SignUp("ann", "2"), TestActor);
        await _appends.ExpectMsgAsync<Append>();
        Journal.RefuseOne(RejectReason.Unavailable);
        await ExpectMsgAsync(new Refused(RefuseReason.Unavailable));
        Journal.Release();

        await ExpectMsgAsync(new SignedUp("ann"));
        Assert.Equal("2", (await Ask<AccountFound>(accounts, new FindAccount("ann"))).PasswordHash);
    }

    [Fact]
    public async Task Accounts_are_there_after_a_restart_whatever_their_names()
    {
        var accounts = Start();
        foreach (var name in new[] { "ann", "Ann", "änn", "a b" })
            await Ask<SignedUp>(accounts, new SignUp(name, $"hash of {name}"));

        var again = Start();
        foreach (var name in new[] { "ann", "Ann", "änn", "a b" })
            Assert.Equal(
                new AccountFound(name, $"hash of {name}"),
                await Ask<AccountFound>(again, new FindAccount(name)));
        await Ask<Refused>(again, new FindAccount("ANN"));
        Assert.Equal(new Refused(RefuseReason.NameTaken), await Ask<Refused>(again, new SignUp("ann", "")));
    }

    [Fact]
    public async Task Decides_again_when_somebody_else_was_faster()
    {
        var accounts = Start();
        await Ask<Refused>(accounts, new FindAccount("ann"));
        Journal.Smuggle(StreamName.Parse("accounts"), AccountCodec.Write(new SignUp("ann", "theirs")));

        Assert.Equal(
            new Refused(RefuseReason.NameTaken), await Ask<Refused>(accounts, new SignUp("ann", "ours")));
        await Ask<SignedUp>(accounts, new SignUp("bob", ""));
    }

    [Fact]
    public async Task Takes_no_more_accounts_and_no_more_waiting_than_it_may()
    {
        var accounts = Start("accounts-max = 2, waiting-max = 1");
        await Ask<Refused>(accounts, new FindAccount("ann"));
        Journal.Hold();
        accounts.Tell(new SignUp("ann", ""), TestActor);
        accounts.Tell(new SignUp("bob", ""), TestActor);
        accounts.Tell(new SignUp("eve", ""), TestActor);
        await ExpectMsgAsync(new Refused(RefuseReason.Busy));
        Journal.Release();
        await ExpectMsgAsync(new SignedUp("ann"));
        await ExpectMsgAsync(new SignedUp("bob"));

        Assert.Equal(new Refused(RefuseReason.Full), await Ask<Refused>(accounts, new SignUp("eve", "")));
    }

    [Fact]
    public async Task Reads_again_when_the_journal_was_away_at_the_start()
    {
        await Ask<SignedUp>(Start(), new SignUp("ann", ""));
        Journal.IsAway = true;
        var accounts = Start();
        await AwaitAssertAsync(() => Assert.Equal(2, Journal.Reads));
        Journal.IsAway = false;

        Assert.Equal(new AccountFound("ann", ""), await AskUntilFound(accounts));
    }

    private async Task<object> AskUntilFound(IActorRef accounts)
    {
        object answer = await Ask<object>(accounts, new FindAccount("ann"));
        return answer is Refused ? await AskUntilFound(accounts) : answer;
    }

    private IActorRef Start(string overlay = "") => Sys.ActorOf(AccountActor.PropsFor(Around(overlay)));
}
