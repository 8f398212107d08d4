namespace Broker.EndToEnd.Tests.Server;

/// <summary>
/// The one upper bound on waiting for something that must come. It only decides how late a broken
/// server is noticed; no spec passes or fails by how fast a working one is.
/// </summary>
public static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    public static CancellationToken Token() => new CancellationTokenSource(Limit).Token;

    /// <summary>Asks again and again until the answer is yes; for states that nothing announces.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> otherwise)
    {
        var token = Token();
        using var pace = new PeriodicTimer(Pace);
        while (!await condition())
        {
            if (token.IsCancellationRequested) throw new TimeoutException(otherwise());
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
