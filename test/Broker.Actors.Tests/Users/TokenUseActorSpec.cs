using Broker.Actors.Users;
using static Broker.Actors.Users.TokenUseProtocol;

namespace Broker.Actors.Tests.Users;

public class TokenUseActorSpec : TestKit
{
    private static readonly TokenRefused AlreadyUsed = new(TokenRefusal.AlreadyUsed);

    private readonly FakeTimeProvider _time = SpecTime.NewClock();
    private readonly IActorRef _uses;

    public TokenUseActorSpec()
        : base(TestConfigs.TestSchedulerConfig) =>
        _uses = Sys.ActorOf(TokenUseActor.PropsFor(tokensMax: 2, _time));

    [Fact]
    public async Task A_token_is_good_for_one_time()
    {
        Assert.IsType<TokenUsed>(await Use("a"));
        Assert.Equal(AlreadyUsed, await Use("a"));

        Assert.IsType<TokenUsed>(await Use("A"));
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
    public async Task Who_comes_when_it_is_full_gets_the_place_of_a_token_that_has_expired()
    {
        await Use("a", seconds: 100);
        await Use("b", seconds: 10);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.IsType<TokenUsed>(await Use("c"));
        Assert.Equal(AlreadyUsed, await Use("a"));
    }

    [Fact]
    public async Task A_token_is_remembered_until_it_expires_and_not_longer()
    {
        await Use("a", seconds: 60);
        Pass(TimeSpan.FromSeconds(59));
        Assert.Equal(AlreadyUsed, await Use("a"));

        Pass(TimeSpan.FromSeconds(1));
        Assert.IsType<TokenUsed>(await Use("a"));
    }

    [Fact]
    public async Task A_token_that_is_good_for_months_is_waited_for_in_pieces()
    {
        await Use("a", seconds: 100 * 24 * 3600);
        foreach (var _ in Enumerable.Range(0, 99)) Pass(TimeSpan.FromDays(1));
        Assert.Equal(AlreadyUsed, await Use("a"));

        Pass(TimeSpan.FromDays(1));
        Assert.IsType<TokenUsed>(await Use("a"));
    }

    private async Task<object> Use(string id, int seconds = 60)
    {
        _uses.Tell(new UseToken(id, _time.GetUtcNow().AddSeconds(seconds)), TestActor);
        return await ExpectMsgAsync<object>();
    }

    private void Pass(TimeSpan time)
    {
        _time.Advance(time);
        ((TestScheduler)Sys.Scheduler).Advance(time);
    }
}
