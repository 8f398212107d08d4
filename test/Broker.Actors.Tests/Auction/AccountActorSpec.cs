using Broker.Actors.Auction;
using Broker.Actors.Tests.Cluster;
using Broker.Actors.Tests.Persistence;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Cluster.EntityProtocol;

namespace Broker.Actors.Tests.Auction;

public class AccountActorSpec : AuctionStage
{
    private readonly TestProbe _auction, _writes;

    public AccountActorSpec()
    {
        (_auction, _writes) = (CreateTestProbe(), CreateTestProbe());
        Journal.Probe = _writes;
    }

    [Fact]
    public async Task Of_two_that_want_the_name_the_first_gets_it_when_it_is_stored()
    {
        var account = Start("ann");
        Journal.Hold();
        account.Tell(new SignUp("ann", "1"), TestActor);
        account.Tell(new SignUp("ann", "2"), TestActor);
        account.Tell(new FindAccount("ann"), TestActor);
        await _writes.ExpectMsgAsync<JournalScript.Writing>();
        await ExpectNoMsgAsync(Brief);
        await _auction.ExpectNoMsgAsync(Brief);

        Journal.Release();
        await ExpectMsgAsync(new SignedUp("ann"));
        await ExpectMsgAsync(new Refused(RefuseReason.NameTaken));
        await ExpectMsgAsync(new AccountFound("ann", "1"));
        await _auction.ExpectMsgAsync(new AccountMade(IsElsewhere: false));
    }

    [Fact]
    public async Task Leaves_the_name_free_when_the_account_cannot_be_stored()
    {
        var account = Start("ann");
        Journal.Hold();
        account.Tell(new SignUp("ann", "1"), TestActor);
        account.Tell(new SignUp("ann", "2"), TestActor);
        await _writes.ExpectMsgAsync<JournalScript.Writing>();
        Watch(account);
        Journal.BreakOne();
        await ExpectMsgAsync(new Refused(RefuseReason.Unavailable));
        await ExpectMsgAsync(new Refused(RefuseReason.Unavailable));
        await ExpectTerminatedAsync(account);

        Journal.Release();
        await Ask<SignedUp>(Start("ann"), new SignUp("ann", "3"));
    }

    [Fact]
    public async Task Keeps_a_renewed_hash_over_a_restart_and_none_that_does_not_replace_the_one_it_has()
    {
        var account = Start("ann");
        await Ask<Refused>(account, new RenewPassword("ann", "1", "2"));
        await Ask<SignedUp>(account, new SignUp("ann", "1"));
        foreach (var hash in (string[])["2", "3"])
            Assert.Equal(
                new AccountFound("ann", "2"),
                await Ask<AccountFound>(account, new RenewPassword("ann", "1", hash)));
        await StopAsync(account);

        Assert.Equal(
            new AccountFound("ann", "2"), await Ask<AccountFound>(Start("ann"), new FindAccount("ann")));
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("Änn")]
    [InlineData("a b/#?")]
    [InlineData("nul\0")]
    public async Task Is_there_after_a_restart_whatever_its_name(string name)
    {
        var account = Start(name);
        await Ask<SignedUp>(account, new SignUp(name, $"hash of {name}"));
        await StopAsync(account);

        var again = Start(name);
        Assert.Equal(
            new AccountFound(name, $"hash of {name}"), await Ask<AccountFound>(again, new FindAccount(name)));
        Assert.Equal(new Refused(RefuseReason.NameTaken), await Ask<Refused>(again, new SignUp(name, "")));
    }

    [Fact]
    public async Task Decides_and_stores_only_under_a_lease()
    {
        var lease = new SpecLease();
        var account = StartEntity(AccountActor.PropsFor(With() with { Lease = lease }, _auction), "ann");
        var refused = new Refused(RefuseReason.Unavailable);
        Assert.Equal(refused, await Ask<Refused>(account, new SignUp("ann", "1")));
        Assert.Equal(refused, await Ask<Refused>(account, new FindAccount("ann")));

        lease.MayStore = true;
        await Ask<SignedUp>(account, new SignUp("ann", "2"));
        Assert.Equal("2", (await Ask<AccountFound>(account, new FindAccount("ann"))).PasswordHash);
    }

    [Fact]
    public async Task Passivates_at_once_where_there_is_no_account()
    {
        Assert.Equal(
            new Refused(RefuseReason.Unknown), await Ask<Refused>(Start("ann"), new FindAccount("ann")));
        await Parent.ExpectMsgAsync(Passivate.Instance);
    }

    [Fact]
    public async Task Stores_before_it_stops()
    {
        var account = Start("ann");
        Journal.Hold();
        account.Tell(new SignUp("ann", "1"), TestActor);
        await _writes.ExpectMsgAsync<JournalScript.Writing>();
        Watch(account);
        account.Tell(StopEntity.Instance);
        await ExpectNoMsgAsync(Brief);

        Journal.Release();
        await ExpectMsgAsync(new SignedUp("ann"));
        await ExpectTerminatedAsync(account);
    }

    [Fact]
    public async Task Says_busy_when_too_much_waits()
    {
        var account = Start("ann", "waiting-max = 1");
        Journal.Hold();
        account.Tell(new SignUp("ann", "1"), TestActor);
        await _writes.ExpectMsgAsync<JournalScript.Writing>();
        account.Tell(new FindAccount("ann"), TestActor);

        await ExpectMsgAsync(new Refused(RefuseReason.Busy));
    }

    [Fact]
    public async Task Is_refused_while_the_store_is_away_and_there_again_afterwards()
    {
        var account = Start("ann");
        await Ask<SignedUp>(account, new SignUp("ann", "1"));
        await StopAsync(account);
        Journal.IsAway = true;
        Assert.Equal(
            new Refused(RefuseReason.Unavailable), await Ask<Refused>(Start("ann"), new FindAccount("ann")));

        Journal.IsAway = false;
        await Ask<AccountFound>(Start("ann"), new FindAccount("ann"));
    }

    private IActorRef Start(string name, string overlay = "") =>
        StartEntity(AccountActor.PropsFor(With(overlay), _auction), name);
}
