namespace Broker.Gateway.Tokens;

/// <summary>
/// Reads the keys of issuers when the process starts and from time to time, so that a key is known before
/// its first token, and one that was withdrawn is forgotten.
/// </summary>
internal sealed class KeyRefresh(TokenKeys keys, TokenSettings settings, TimeProvider time)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Issuers.All(issuer => issuer.Keys.Count > 0)) return;

        using var timer = new PeriodicTimer(settings.JwksRefreshInterval, time);
        do await keys.ReadAgainAsync().WaitAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
