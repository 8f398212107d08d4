using System.Security.Cryptography;
using System.Threading.RateLimiting;
using Broker.Gateway.Http;
using Microsoft.AspNetCore.Identity;

namespace Broker.Gateway.Auction;

/// <summary>
/// Hashes passwords, slowly and with salt. A hash takes a core for tens of milliseconds, so few run at once,
/// each on its own thread, and a bounded number waits in order of arrival.
/// </summary>
internal sealed class PasswordHashQueue(AuctionHttpSettings settings, IPasswordHasher<string> hasher)
    : IDisposable
{
    // Compared with where there is no account. The first check of any password makes it, so none is slower.
    private readonly Lazy<string> _decoy = new(() =>
        hasher.HashPassword("", RandomNumberGenerator.GetHexString(32)));

    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = settings.HashWorkers,
        QueueLimit = settings.HashQueueMax,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <exception cref="HttpErrorException">503: too many wait.</exception>
    public Task<string> HashAsync(string password, CancellationToken aborted) =>
        RunAsync(() => hasher.HashPassword("", password), aborted);

    /// <summary>
    /// Whether it is the password of a hash. Without a hash it is not, and that takes as long to say.
    /// </summary>
    /// <exception cref="HttpErrorException">503: too many wait.</exception>
    public Task<bool> VerifyAsync(string? hash, string password, CancellationToken aborted)
    {
        return RunAsync(() => IsRight(_decoy.Value), aborted);

        bool IsRight(string decoy) =>
            hasher.VerifyHashedPassword("", hash ?? decoy, password) is not PasswordVerificationResult.Failed
            && hash is not null;
    }

    public void Dispose() => _limiter.Dispose();

    private async Task<T> RunAsync<T>(Func<T> work, CancellationToken aborted)
    {
        // A client that leaves gives its place in the queue to another one.
        using var lease = await _limiter.AcquireAsync(cancellationToken: aborted);
        if (!lease.IsAcquired) throw HttpErrorException.Busy();

        // Threads of the pool are for what is short: actors run on them, and sockets.
        return await Task.Factory.StartNew(
            work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}
