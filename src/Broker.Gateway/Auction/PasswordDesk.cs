using System.Collections.Concurrent;
using System.Security.Cryptography;
using Broker.Gateway.Http;
using Broker.Gateway.Startup;
using Microsoft.AspNetCore.Identity;

namespace Broker.Gateway.Auction;

/// <summary>
/// Hashes passwords, slowly and with salt, on threads of its own: a hash takes a core for tens of
/// milliseconds, which neither actors nor sockets may wait for. Past its queue it is busy.
/// </summary>
internal sealed class PasswordDesk : IDisposable
{
    private static readonly PasswordHasher<string> Hasher = new();

    private readonly BlockingCollection<Action> _queue;
    private readonly int _workers;
    private readonly Lazy<string> _nobodys = new(() => Hash(RandomNumberGenerator.GetHexString(32)));
    private int _started;

    public PasswordDesk(AuctionHttpSettings settings)
    {
        _queue = new BlockingCollection<Action>(settings.HashQueueMax);
        _workers = settings.HashWorkers;
    }

    /// <exception cref="HttpRefusal">503: too many wait.</exception>
    public Task<string> HashAsync(string password) => Run(() => Hash(password));

    /// <summary>
    /// Whether it is the password behind a hash; without a hash it is not, which takes as long to say.
    /// </summary>
    /// <exception cref="HttpRefusal">503: too many wait.</exception>
    public Task<bool> VerifyAsync(string? hash, string password) => Run(() =>
        Hasher.VerifyHashedPassword("", hash ?? _nobodys.Value, password)
            is not PasswordVerificationResult.Failed && hash is not null);

    public void Dispose()
    {
        // The workers are background threads: they go with the process, or when the queue has run out.
        if (!_queue.IsAddingCompleted) _queue.CompleteAdding();
    }

    private static string Hash(string password) => Hasher.HashPassword("", password);

    private Task<T> Run<T>(Func<T> work)
    {
        Start();
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_queue.TryAdd(() => done.SetResult(work()))) throw HttpRefusal.Busy();
        return done.Task;
    }

    // With the first password: a broker without an auction has none of these threads.
    private void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) != 0) return;

        for (var i = 0; i < _workers; i++)
            new Thread(Work) { IsBackground = true, Name = $"passwords-{i}" }.Start();
    }

    private void Work()
    {
        foreach (var work in _queue.GetConsumingEnumerable()) work();
    }
}
