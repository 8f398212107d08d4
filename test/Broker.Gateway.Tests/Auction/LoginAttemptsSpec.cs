using Broker.Gateway.Auction;
using Broker.Gateway.Tests.Users;
using Microsoft.AspNetCore.Identity;

namespace Broker.Gateway.Tests.Auction;

public class LoginAttemptsSpec
{
    private const PasswordVerificationResult Right = PasswordVerificationResult.Success;
    private const PasswordVerificationResult Wrong = PasswordVerificationResult.Failed;

    private static readonly Credentials Ann = new("ann", "secret");

    private readonly FakeTimeProvider _time = new();
    private readonly LoginAttempts _attempts;
    private TaskCompletionSource<PasswordVerificationResult> _result = new();
    private CancellationToken _stop;
    private int _checks;

    public LoginAttemptsSpec() => _attempts = New("wrong-passwords-remembered-max = 2");

    [Fact]
    public async Task Those_who_try_the_same_at_once_share_one_check()
    {
        Task<PasswordVerificationResult>[] tries = [.. Enumerable.Range(0, 10).Select(_ => TryAsync(Ann))];
        _result.SetResult(Right);

        Assert.All(await Task.WhenAll(tries), result => Assert.Equal(Right, result));
        Assert.Equal(1, _checks);
        Assert.Equal(Right, await TryAsync(Ann));
        Assert.Equal(2, _checks);
    }

    [Fact]
    public async Task A_password_that_was_wrong_is_wrong_for_a_while_without_a_check()
    {
        _result.SetResult(Wrong);
        Assert.Equal(Wrong, await TryAsync(Ann));
        Assert.Equal(Wrong, await TryAsync(Ann));
        Assert.Equal(1, _checks);

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Wrong, await TryAsync(Ann));
        Assert.Equal(2, _checks);
    }

    [Fact]
    public async Task Another_password_name_or_account_is_checked()
    {
        _result.SetResult(Wrong);
        await TryAsync(Ann);
        await TryAsync(Ann with { Password = "other" });
        await TryAsync(Ann with { Username = "bob" });
        // The account was made meanwhile.
        await TryAsync(Ann, hash: "hash");

        Assert.Equal(4, _checks);
    }

    [Fact]
    public async Task Only_so_many_are_remembered()
    {
        _result.SetResult(Wrong);
        foreach (var password in (string[])["a", "b", "c", "c", "b", "a"])
            await TryAsync(Ann with { Password = password });

        Assert.Equal(4, _checks);
    }

    [Fact]
    public async Task A_check_that_no_one_waits_for_any_more_is_stopped_and_the_next_begins_anew()
    {
        using var leaving = new CancellationTokenSource();
        using var staying = new CancellationTokenSource();
        Task[] tries = [TryAsync(Ann, aborted: leaving.Token), TryAsync(Ann, aborted: staying.Token)];
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tries[0]);
        Assert.False(_stop.IsCancellationRequested);
        await staying.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tries[1]);
        Assert.True(_stop.IsCancellationRequested);

        _result = new();
        _result.SetResult(Right);
        Assert.Equal(Right, await TryAsync(Ann));
    }

    private LoginAttempts New(string overlay) =>
        new(Stage.Settings($"broker.auction {{ {overlay} }}").AuctionHttp, _time);

    private Task<PasswordVerificationResult> TryAsync(
        Credentials login, string? hash = null, CancellationToken aborted = default) =>
        _attempts.CheckAsync(
            login,
            hash,
            stop =>
            {
                _checks++;
                _stop = stop;
                return _result.Task;
            },
            aborted);
}
