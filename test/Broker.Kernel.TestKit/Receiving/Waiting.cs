using Xunit;

namespace Broker.Kernel.TestKit;

/// <summary>
/// Waits for what is not a message: conditions, assertions that become true, blocks with a deadline.
/// </summary>
public abstract class Waiting : BlockingExpectations
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    public Task AwaitConditionAsync(
        Func<bool> conditionIsFulfilled,
        TimeSpan? max = null,
        CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(() => Task.FromResult(conditionIsFulfilled()), max, cancellationToken);

    public async Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled,
        TimeSpan? max = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(conditionIsFulfilled);
        var end = EndOf(RemainingOrDilated(max));
        while (!await conditionIsFulfilled().ConfigureAwait(false))
        {
            if (Until(end) == TimeSpan.Zero) Assert.Fail("Timeout expired while waiting for a condition.");
            await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    public void AwaitCondition(
        Func<bool> conditionIsFulfilled,
        TimeSpan? max = null,
        CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Repeats the assertion until it holds; fails with what it failed with last.</summary>
    public async Task AwaitAssertAsync(
        Func<Task> assertion,
        TimeSpan? duration = null,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(assertion);
        var end = EndOf(RemainingOrDilated(duration));
        while (true)
        {
            try
            {
                await assertion().ConfigureAwait(false);
                return;
            }
            catch (Exception) when (Until(end) > TimeSpan.Zero)
            {
                await Task.Delay(interval ?? PollInterval, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public Task AwaitAssertAsync(
        Action assertion,
        TimeSpan? duration = null,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default) => AwaitAssertAsync(
            () =>
            {
                assertion();
                return Task.CompletedTask;
            },
            duration,
            interval,
            cancellationToken);

    public void AwaitAssert(
        Action assertion,
        TimeSpan? duration = null,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        AwaitAssertAsync(assertion, duration, interval, cancellationToken).GetAwaiter().GetResult();

    /// <summary>All expectations inside share one deadline.</summary>
    public Task<T> WithinAsync<T>(TimeSpan max, Func<Task<T>> function) => LimitedAsync(max, function);

    public Task WithinAsync(TimeSpan max, Func<Task> actionAsync) => LimitedAsync(max, async () =>
    {
        await actionAsync().ConfigureAwait(false);
        return true;
    });

    public void Within(TimeSpan max, Action action) => WithinAsync(max, () =>
    {
        action();
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();

    public T Within<T>(TimeSpan max, Func<T> function) =>
        LimitedAsync(max, () => Task.FromResult(function())).GetAwaiter().GetResult();
}
