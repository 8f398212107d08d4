using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace Broker.Gateway.Auction;

/// <summary>
/// Checks each password that is tried for a name once at a time, however many ask, and remembers for a while
/// that it was wrong. A client that repeats what is wrong then costs no hash, and keeps nobody out. What is
/// remembered is a keyed hash, and the key is this process's.
/// </summary>
internal sealed class LoginAttempts(AuctionHttpSettings settings, TimeProvider time)
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Attempt> _underWay = new(StringComparer.Ordinal);
    private readonly HashSet<string> _wrong = new(StringComparer.Ordinal);
    private readonly Queue<(string Mark, long At)> _byAge = new();

    /// <param name="hash">Of the account; null where there is none.</param>
    /// <param name="check">Compares them. It is cancelled when no one waits for it any more.</param>
    public async Task<PasswordVerificationResult> CheckAsync(
        Credentials login,
        string? hash,
        Func<CancellationToken, Task<PasswordVerificationResult>> check,
        CancellationToken aborted)
    {
        var mark = MarkOf(login, hash);
        Attempt? attempt;
        lock (_gate)
        {
            Forget();
            if (_wrong.Contains(mark)) return PasswordVerificationResult.Failed;
            if (!_underWay.TryGetValue(mark, out attempt))
            {
                _underWay.Add(mark, attempt = new Attempt());
                attempt.Outcome = RunAsync(mark, attempt, check);
            }
            attempt.Waiting++;
        }
        try
        {
            return await attempt.Outcome.WaitAsync(aborted);
        }
        finally
        {
            Leave(mark, attempt);
        }
    }

    private async Task<PasswordVerificationResult> RunAsync(
        string mark, Attempt attempt, Func<CancellationToken, Task<PasswordVerificationResult>> check)
    {
        try
        {
            // On another thread: the caller holds the lock.
            var result = await Task.Run(() => check(attempt.Abandoned.Token));
            if (result is PasswordVerificationResult.Failed) Remember(mark);
            return result;
        }
        finally
        {
            Remove(mark, attempt);
        }
    }

    private void Leave(string mark, Attempt attempt)
    {
        lock (_gate)
            if (--attempt.Waiting > 0) return;
        Remove(mark, attempt);
        attempt.Abandoned.Cancel();
    }

    private void Remember(string mark)
    {
        lock (_gate)
        {
            if (!_wrong.Add(mark)) return;

            _byAge.Enqueue((mark, time.GetTimestamp()));
            Forget();
        }
    }

    private void Remove(string mark, Attempt attempt)
    {
        lock (_gate)
            if (_underWay.GetValueOrDefault(mark) == attempt) _underWay.Remove(mark);
    }

    private void Forget()
    {
        while (_byAge.TryPeek(out var oldest)
            && (_byAge.Count > settings.WrongPasswordsRememberedMax
                || time.GetElapsedTime(oldest.At) >= settings.WrongPasswordMemory))
            _wrong.Remove(_byAge.Dequeue().Mark);
    }

    // With the hash: an account that is made meanwhile has another mark.
    private string MarkOf(Credentials login, string? hash) => Convert.ToBase64String(HMACSHA256.HashData(
        _key, Encoding.UTF8.GetBytes($"{login.Username.Length} {login.Username}{hash}\0{login.Password}")));

    private sealed class Attempt
    {
        public Task<PasswordVerificationResult> Outcome { get; set; } = null!;

        public int Waiting { get; set; }

        public CancellationTokenSource Abandoned { get; } = new();
    }
}
