using System.Security.Cryptography;
using System.Text;
using Broker.Actors.Cluster;
using Broker.Actors.Tests.Cluster;
using Broker.Actors.Tests.Persistence;
using Broker.Actors.Users;
using static Broker.Actors.Users.TokenUseProtocol;

namespace Broker.Actors.Tests.Users;

/// <summary>Used tokens over a journal that the spec directs.</summary>
public class TokenUseActorSpec : TestKit
{
    private static readonly TokenRefused AlreadyUsed = new(TokenRefusal.AlreadyUsed);
    private static readonly TokenRefused Unavailable = new(TokenRefusal.Unavailable);

    private readonly FakeTimeProvider _time = SpecTime.NewClock();
    private readonly JournalScript _journal;
    private IActorRef _uses;

    public TokenUseActorSpec()
        : this(new JournalScript())
    {
    }

    private TokenUseActorSpec(JournalScript journal)
        : base(journal.ToSystemSetup())
    {
        _journal = journal;
        _uses = Start();
    }

    [Fact]
    public async Task A_token_is_good_for_one_time()
    {
        Assert.IsType<TokenUsed>(await Use("a"));
        Assert.Equal(AlreadyUsed, await Use("a"));

        Assert.IsType<TokenUsed>(await Use("b"));
    }

    [Fact]
    public async Task A_use_is_answered_when_it_is_stored_and_the_same_token_is_refused_meanwhile()
    {
        _journal.Hold();
        Send("a");
        Send("a");
        await AwaitAssertAsync(() => Assert.True(_journal.IsSomethingHeld));
        Assert.False(HasMessages);

        _journal.StoreOne();
        await ExpectMsgAsync<TokenUsed>();
        await ExpectMsgAsync(AlreadyUsed);
    }

    [Fact]
    public async Task A_used_token_is_refused_after_a_restart_until_it_expires()
    {
        await Use("a", seconds: 60);
        await RestartAsync();
        Assert.Equal(AlreadyUsed, await Use("a"));

        await RestartAsync();
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.IsType<TokenUsed>(await Use("a"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Says_that_the_fate_of_a_use_is_not_known_and_the_truth_later(bool isStored)
    {
        _journal.Hold();
        Send("a");
        Send("b");
        await AwaitAssertAsync(() => Assert.True(_journal.IsSomethingHeld));
        _journal.BreakOne(isStored);
        await ExpectMsgAsync(Unavailable);
        await ExpectMsgAsync(Unavailable);

        _journal.Release();
        await AwaitAssertAsync(async () => Assert.NotEqual(Unavailable, await Use("c")));
        var again = await Use("a");
        if (isStored) Assert.Equal(AlreadyUsed, again);
        else Assert.IsType<TokenUsed>(again);
    }

    [Fact]
    public async Task As_many_as_may_be_are_remembered_and_none_of_them_is_forgotten_for_another()
    {
        await Use("a");
        await Use("b");

        Assert.Equal(new TokenRefused(TokenRefusal.TooMany), await Use("c"));
        Assert.Equal(AlreadyUsed, await Use("a"));
        Assert.Equal(AlreadyUsed, await Use("b"));
    }

    [Fact]
    public async Task A_token_that_has_expired_gives_its_place_to_another()
    {
        await Use("a", seconds: 100);
        await Use("b", seconds: 10);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.IsType<TokenUsed>(await Use("c"));
        Assert.Equal(AlreadyUsed, await Use("a"));
    }

    [Fact]
    public async Task A_token_is_taken_only_under_a_lease()
    {
        var lease = new SpecLease();
        _uses = Start(lease);
        Assert.Equal(Unavailable, await Use("a"));

        lease.MayStore = true;
        Assert.IsType<TokenUsed>(await Use("a"));
        lease.MayStore = false;
        Assert.Equal(Unavailable, await Use("a"));
    }

    [Fact]
    public async Task Requests_past_those_that_may_wait_are_refused()
    {
        _journal.Hold();
        Send("a");
        await AwaitAssertAsync(() => Assert.True(_journal.IsSomethingHeld));
        foreach (var token in new[] { "b", "c", "d" }) Send(token);
        await ExpectMsgAsync(new TokenRefused(TokenRefusal.Busy));

        _journal.Release();
        await ExpectMsgAsync<TokenUsed>();
        await ExpectMsgAsync<TokenUsed>();
    }

    [Fact]
    public async Task Events_whose_tokens_have_expired_are_deleted_when_it_is_idle_but_the_last_one()
    {
        foreach (var token in new[] { "a", "b" }) await Use(token, seconds: 10);
        _time.Advance(TimeSpan.FromSeconds(10));
        await Use("c");
        Sys.ActorSelection(_uses.Path / "f").Tell(ReceiveTimeout.Instance);

        await AwaitAssertAsync(() => Assert.Equal(2, _journal.Trimmed["t:f"]));
        Assert.Equal(AlreadyUsed, await Use("c"));
    }

    private async Task<object> Use(string token, int seconds = 60)
    {
        Send(token, seconds);
        return await ExpectMsgAsync<object>();
    }

    // All in one bucket.
    private void Send(string token, int seconds = 60) => _uses.Tell(
        new UseToken(
            $"f{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))[1..]}",
            _time.GetUtcNow().AddSeconds(seconds)),
        TestActor);

    private async Task RestartAsync()
    {
        await _uses.GracefulStop(TimeSpan.FromSeconds(10));
        _uses = Start();
    }

    private IActorRef Start(IHomeLease? lease = null) =>
        Sys.ActorOf(EntityParent.PropsFor(TokenUseActor.KindFor(
            _journal.Generation, new TokenUseSettings(TokensMax: 2, WaitingMax: 2), _time, lease)));
}
