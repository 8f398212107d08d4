using Xunit.Sdk;

namespace Broker.Cluster.Tests.Kit;

/// <summary>Waits for what no message tells.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public static Task AssertAsync(Action assert) => AssertAsync(() =>
    {
        assert();
        return Task.CompletedTask;
    });

    public static async Task AssertAsync(Func<Task> assert)
    {
        using var timer = new PeriodicTimer(Interval);
        for (var tries = TestNode.Patience / Interval; ; tries--)
        {
            try
            {
                await assert();
                return;
            }
            catch (XunitException) when (tries > 0)
            {
                await timer.WaitForNextTickAsync();
            }
        }
    }
}
