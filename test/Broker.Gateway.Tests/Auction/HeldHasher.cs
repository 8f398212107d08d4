using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;

namespace Broker.Gateway.Tests.Auction;

/// <summary>Makes hashes that say what they are of, each when it is released.</summary>
internal sealed class HeldHasher : IPasswordHasher<string>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _released = new(0);
    private readonly ConcurrentQueue<string> _work = new();

    /// <summary>What was done, in its order.</summary>
    public IEnumerable<string> Work => _work;

    public void Release(int count) => _released.Release(count);

    public string HashPassword(string user, string password)
    {
        Do($"hash {password}");
        return $"hash of {password}";
    }

    public PasswordVerificationResult VerifyHashedPassword(
        string user, string hashedPassword, string providedPassword)
    {
        Do($"verify {providedPassword}");
        return hashedPassword == $"hash of {providedPassword}"
            ? PasswordVerificationResult.Success
            : PasswordVerificationResult.Failed;
    }

    public void Dispose() => _released.Dispose();

    private void Do(string work)
    {
        Assert.True(_released.Wait(Patience));
        _work.Enqueue(work);
    }
}
