using Broker.Gateway.Auction;
using Broker.Gateway.Http;
using Broker.Gateway.Tests.Users;

namespace Broker.Gateway.Tests.Auction;

public class PasswordDeskSpec
{
    [Fact]
    public async Task Only_the_password_behind_a_hash_is_right()
    {
        using var desk = Desk();
        var hash = await desk.HashAsync("correct horse");

        Assert.True(await desk.VerifyAsync(hash, "correct horse"));
        Assert.False(await desk.VerifyAsync(hash, "correct house"));
        Assert.NotEqual(hash, await desk.HashAsync("correct horse"));
        Assert.DoesNotContain("correct", hash, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_hash_no_password_is_right()
    {
        using var desk = Desk();

        Assert.False(await desk.VerifyAsync(hash: null, ""));
        Assert.False(await desk.VerifyAsync(hash: null, "anything"));
    }

    // A hash takes thousands of times as long as asking for one.
    [Fact]
    public void Past_its_queue_it_is_busy()
    {
        using var desk = Desk("hash-workers = 1, hash-queue-max = 1");

        var refusal = Assert.Throws<HttpRefusal>(() =>
        {
            for (var i = 0; i < 1_000; i++) _ = desk.HashAsync("x");
        });
        Assert.Equal((503, "1"), (refusal.Status, refusal.Headers["Retry-After"]));
    }

    private static PasswordDesk Desk(string overlay = "") =>
        new(Stage.Settings($"broker.auction {{ {overlay} }}").AuctionHttp);
}
