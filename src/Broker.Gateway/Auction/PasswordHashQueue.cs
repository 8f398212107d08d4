using System.Net;
using System.Security.Cryptography;
using Broker.Gateway.Http;
using Broker.Sockets;
using Microsoft.AspNetCore.Identity;

namespace Broker.Gateway.Auction;

/// <summary>
/// Hashes passwords, slowly and with salt. A hash takes a core for a tenth of a second, so few run at once,
/// each on its own thread, and a bounded number waits. Addresses take turns, and so do the names that one
/// address asks for. A client that leaves leaves the queue.
/// </summary>
internal sealed class PasswordHashQueue(AuctionHttpSettings settings, IPasswordHasher<string> hasher)
{
    // Compared with where there is no account. The first check of any password makes it, so none is slower.
    private readonly Lazy<string> _decoy = new(() =>
        hasher.HashPassword("", RandomNumberGenerator.GetHexString(32)));

    private readonly Lock _gate = new();
    private readonly FairQueue<TaskCompletionSource> _waiting = new(
        settings.HashQueueMax, settings.HashQueuePerAddressMax, settings.HashQueuePerNameMax);

    private int _running;

    /// <exception cref="HttpErrorException">503: too many wait.</exception>
    public Task<string> HashAsync(Asker asker, string password, CancellationToken aborted) =>
        RunAsync(asker, () => hasher.HashPassword("", password), aborted);

    /// <summary>
    /// Whether it is the password of a hash. Without a hash it is not, and that takes as long to say.
    /// </summary>
    /// <exception cref="HttpErrorException">503: too many wait.</exception>
    public Task<PasswordVerificationResult> VerifyAsync(
        Asker asker, string? hash, string password, CancellationToken aborted)
    {
        return RunAsync(asker, () => Verify(_decoy.Value), aborted);

        PasswordVerificationResult Verify(string decoy)
        {
            var result = hasher.VerifyHashedPassword("", hash ?? decoy, password);
            return hash is null ? PasswordVerificationResult.Failed : result;
        }
    }

    private async Task<T> RunAsync<T>(Asker asker, Func<T> work, CancellationToken aborted)
    {
        await EnterAsync(asker, aborted);
        try
        {
            // Threads of the pool are for what is short: actors run on them, and sockets.
            return await Task.Factory.StartNew(
                work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            Leave();
        }
    }

    private async Task EnterAsync(Asker asker, CancellationToken aborted)
    {
        aborted.ThrowIfCancellationRequested();
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        FairQueue<TaskCompletionSource>.Place? place;
        lock (_gate)
        {
            if (_running < settings.HashWorkers)
            {
                _running++;
                return;
            }
            place = _waiting.TryAdd(turn, asker.Address, asker.Name);
        }
        if (place is null) throw HttpErrorException.Busy();

        await using var registration = aborted.Register(() =>
        {
            lock (_gate) place.Leave();
            turn.TrySetCanceled(aborted);
        });
        await turn.Task;
    }

    // A client that leaves while it gets its turn does not take it.
    private void Leave()
    {
        lock (_gate)
        {
            while (_waiting.TryTake() is { } next)
                if (next.Item.TrySetResult()) return;
            _running--;
        }
    }

    /// <summary>Whose password it is, by what takes turns.</summary>
    internal readonly record struct Asker(string Address, string Name)
    {
        // Clients without an address have one together.
        public static Asker Of(IPAddress? address, string name) =>
            new(ClientNetwork.Of(address ?? IPAddress.None).ToString(), name);
    }
}
