using System.Runtime.CompilerServices;
using Xunit;

namespace Broker.Kernel.TestKit;

/// <summary>
/// Expectations about the next message: of a type, equal to a value, or as a predicate says.
/// </summary>
public abstract class MessageExpectations : MessageReceiver
{
    public ValueTask<T> ExpectMsgAsync<T>(
        TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(duration, (_, _) => { }, hint, cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(
        T message,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(timeout, (actual, _) => Assert.Equal(message, actual), hint, cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) => ExpectAsync<T>(
            timeout,
            (actual, _) =>
                Assert.True(isMessage(actual), $"Got {actual}, which the predicate refuses. {hint}"),
            hint,
            cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(
        Action<T> assert,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(timeout, (actual, _) => assert(actual), hint, cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(
        Func<T, IActorRef, bool> isMessageAndSender,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) => ExpectAsync<T>(
            timeout,
            (actual, sender) =>
                Assert.True(isMessageAndSender(actual, sender), $"Got {actual} from {sender}. {hint}"),
            hint,
            cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(
        Action<T, IActorRef> assertMessageAndSender,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        ExpectAsync(timeout, assertMessageAndSender, hint, cancellationToken);

    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender,
        TimeSpan? duration = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(duration, (_, actual) => Assert.Equal(sender, actual), hint, cancellationToken);

    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender,
        T message,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) => ExpectAsync<T>(
            timeout,
            (actual, from) =>
            {
                Assert.Equal(message, actual);
                Assert.Equal(sender, from);
            },
            hint,
            cancellationToken);

    public ValueTask<Terminated> ExpectTerminatedAsync(
        IActorRef target,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        ExpectAsync<Terminated>(
            timeout, (actual, _) => Assert.Equal(target, actual.ActorRef), hint, cancellationToken);

    public ValueTask ExpectNoMsgAsync(CancellationToken cancellationToken = default) =>
        ExpectNothingAsync(RemainingOrDefault, cancellationToken);

    public ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default) =>
        ExpectNothingAsync(Dilated(duration), cancellationToken);

    public ValueTask ExpectNoMsgAsync(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNothingAsync(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <summary>Skips messages until one is of that type and as wanted.</summary>
    public async ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage,
        TimeSpan? max = null,
        string? hint = "",
        CancellationToken cancellationToken = default)
    {
        var end = EndOf(RemainingOrDilated(max));
        while (await ReceiveAsync(Until(end), cancellationToken).ConfigureAwait(false) is { } envelope)
        {
            if (envelope.Message is T candidate && isMessage(candidate)) return candidate;
        }
        throw Xunit.Sdk.FailException.ForFailure($"Timeout during FishForMessage<{typeof(T).Name}>. {hint}");
    }

    public ValueTask<object> FishForMessageAsync(
        Predicate<object> isMessage,
        TimeSpan? max = null,
        string? hint = "",
        CancellationToken cancellationToken = default) =>
        FishForMessageAsync<object>(isMessage, max, hint, cancellationToken);

    /// <summary>All of these, in any order.</summary>
    public async IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(
        TimeSpan max,
        IReadOnlyCollection<T> messages,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var missing = messages.ToList();
        var received = ReceiveNAsync(messages.Count, max, cancellationToken);
        await foreach (var message in received.ConfigureAwait(false))
        {
            var expected = Assert.IsType<T>(message, exactMatch: false);
            Assert.True(
                missing.Remove(expected), $"Got {message}, still missing {string.Join(", ", missing)}.");
            yield return expected;
        }
    }

    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(
        IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        ExpectMsgAllOfAsync(RemainingOrDefault, messages, cancellationToken);

    private async ValueTask<T> ExpectAsync<T>(
        TimeSpan? timeout, Action<T, IActorRef> assert, string? hint, CancellationToken cancellationToken)
    {
        var max = RemainingOrDilated(timeout);
        var envelope = await ReceiveAsync(max, cancellationToken).ConfigureAwait(false);
        if (envelope is null)
            Assert.Fail($"Failed: Timeout {max} while waiting for a message of type {typeof(T)}. {hint}");
        if (envelope!.Message is not T message)
        {
            throw Xunit.Sdk.FailException.ForFailure(
                $"Failed: Expected a message of type {typeof(T)}, but received {{{envelope.Message}}} "
                + $"(type {envelope.Message.GetType()}) instead from {envelope.Sender}. {hint}");
        }
        assert(message, envelope.Sender);
        return message;
    }

    private async ValueTask ExpectNothingAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        if (await ReceiveAsync(duration, cancellationToken).ConfigureAwait(false) is { } envelope)
            Assert.Fail($"Failed: Expected no messages during {duration}, instead we received {envelope}.");
    }
}
