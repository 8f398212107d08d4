using Broker.Gateway.Auction;
using Broker.Gateway.Http;
using Broker.Gateway.Tests.Users;
using Microsoft.AspNetCore.Identity;

namespace Broker.Gateway.Tests.Auction;

public sealed class PasswordHashQueueSpec : IDisposable
{
    private const PasswordVerificationResult Right = PasswordVerificationResult.Success;
    private const PasswordVerificationResult Wrong = PasswordVerificationResult.Failed;

    private static readonly PasswordHashQueue.Asker Alice = new("192.0.2.1", "alice");
    private static readonly PasswordHashQueue.Asker Bob = new("192.0.2.2", "bob");

    private readonly HeldHasher _hasher = new();
    private readonly PasswordHashQueue _queue;

    public PasswordHashQueueSpec() => _queue = Queue(_hasher, "hash-workers = 1, hash-queue-max = 3");

    public void Dispose() => _hasher.Dispose();

    [Fact]
    public async Task Only_the_password_of_a_hash_is_right()
    {
        var queue = Queue(new PasswordHasher<string>());
        var hash = await queue.HashAsync(Alice, "correct horse", default);

        Assert.Equal(Right, await queue.VerifyAsync(Alice, hash, "correct horse", default));
        Assert.Equal(Wrong, await queue.VerifyAsync(Alice, hash, "correct house", default));
        Assert.NotEqual(hash, await queue.HashAsync(Alice, "correct horse", default));
        Assert.DoesNotContain("correct", hash, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_hash_no_password_is_right()
    {
        var queue = Queue(new PasswordHasher<string>());

        Assert.Equal(Wrong, await queue.VerifyAsync(Alice, hash: null, "", default));
        Assert.Equal(Wrong, await queue.VerifyAsync(Alice, hash: null, "anything", default));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("hash of a")]
    public async Task The_work_is_the_same_with_and_without_a_hash(string? hash)
    {
        _hasher.Release(3);
        await _queue.VerifyAsync(Alice, hash, "a", default);
        await _queue.VerifyAsync(Alice, hash, "b", default);

        Assert.Equal(["verify a", "verify b"], _hasher.Work.Skip(1));
        Assert.StartsWith("hash ", _hasher.Work.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passwords_wait_in_order_of_arrival_and_past_the_limit_they_are_refused()
    {
        string[] passwords = ["a", "b", "c", "d"];
        var accepted = passwords.Select(password => _queue.HashAsync(Alice, password, default)).ToArray();
        var refusal =
            await Assert.ThrowsAsync<HttpErrorException>(() => _queue.HashAsync(Alice, "e", default));
        _hasher.Release(4);
        await Task.WhenAll(accepted);

        Assert.Equal((503, "1"), (refusal.Status, refusal.Headers["Retry-After"]));
        Assert.Equal(["hash a", "hash b", "hash c", "hash d"], _hasher.Work);
    }

    [Fact]
    public async Task An_address_that_asks_often_waits_for_itself_alone()
    {
        var first = _queue.HashAsync(Alice, "a", default);
        Task<string>[] others =
        [
            _queue.HashAsync(Alice, "b", default), _queue.HashAsync(Alice, "c", default),
            _queue.HashAsync(Bob, "d", default),
        ];
        _hasher.Release(4);
        await Task.WhenAll([first, .. others]);

        Assert.Equal(["hash a", "hash b", "hash d", "hash c"], _hasher.Work);
    }

    [Fact]
    public async Task A_client_that_leaves_gives_its_place_to_another_one()
    {
        using var leaving = new CancellationTokenSource();
        var running = _queue.HashAsync(Alice, "a", leaving.Token);
        var waiting =
            Enumerable.Range(0, 3).Select(_ => _queue.HashAsync(Alice, "b", leaving.Token)).ToArray();
        await leaving.CancelAsync();
        var next = _queue.HashAsync(Alice, "c", default);
        _hasher.Release(2);

        foreach (var place in waiting)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => place);
        Assert.Equal(("hash of a", "hash of c"), (await running, await next));
        Assert.Equal(["hash a", "hash c"], _hasher.Work);
    }

    private static PasswordHashQueue Queue(IPasswordHasher<string> hasher, string overlay = "") =>
        new(Stage.Settings($"broker.auction {{ {overlay} }}").AuctionHttp, hasher);
}
