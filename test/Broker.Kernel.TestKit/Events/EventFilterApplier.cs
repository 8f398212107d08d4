using Xunit;

namespace Broker.Kernel.TestKit;

/// <summary>Counts matching events while a block runs.</summary>
internal sealed class EventFilterApplier(
    TestKitBase kit, ActorSystem system, string name, Func<object, bool> match)
    : IEventFilterApplier
{
    public void ExpectOne(Action action, CancellationToken cancellationToken = default) =>
        Expect(1, action, cancellationToken);

    public void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default) =>
        ExpectAsync(expectedCount, Wrap(action), cancellationToken).GetAwaiter().GetResult();

    public Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, actionAsync, cancellationToken);

    public Task ExpectOneAsync(
        TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, timeout, action, cancellationToken);

    public Task ExpectAsync(
        int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        ExpectAsync(expectedCount, kit.TestKitSettings.TestEventFilterLeeway, actionAsync, cancellationToken);

    public Task ExpectAsync(
        int expectedCount,
        TimeSpan timeout,
        Func<Task> action,
        CancellationToken cancellationToken = default) =>
        CountAsync(expectedCount, timeout, WithResult(action), cancellationToken);

    public Task<T> ExpectOneAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, func, cancellationToken);

    public Task<T> ExpectAsync<T>(
        int expectedCount, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        CountAsync(expectedCount, kit.TestKitSettings.TestEventFilterLeeway, func, cancellationToken);

    public Task MuteAsync(Func<Task> action, CancellationToken cancellationToken = default) =>
        CountAsync(null, TimeSpan.Zero, WithResult(action), cancellationToken);

    public void Mute(Action action, CancellationToken cancellationToken = default) =>
        MuteAsync(Wrap(action), cancellationToken).GetAwaiter().GetResult();

    private static Func<Task> Wrap(Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };

    private static Func<Task<bool>> WithResult(Func<Task> action) => async () =>
    {
        await action().ConfigureAwait(true);
        return true;
    };

    private async Task<T> CountAsync<T>(
        int? expected, TimeSpan timeout, Func<Task<T>> function, CancellationToken cancellation)
    {
        var counter = new EventCounter(system, match, expected);
        system.EventStream.Subscribe<LogEvent>(counter);
        system.EventStream.Subscribe<DeadLetter>(counter);
        try
        {
            var result = await function().ConfigureAwait(true);
            if (expected is { } count)
            {
                await counter.WaitAsync(kit.Dilated(timeout), cancellation).ConfigureAwait(true);
                if (counter.Count != count)
                    Assert.Fail($"Expected {count} events that match {name}, got {counter.Count}.");
            }
            return result;
        }
        finally
        {
            system.EventStream.Unsubscribe(counter);
        }
    }
}
