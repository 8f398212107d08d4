using Broker.Actors.Channels;

namespace Broker.Actors.Tests.Channels;

public class IdempotencyWindowSpec
{
    private static readonly DateTimeOffset Start = SpecTime.Start;
    private readonly IdempotencyWindow _window = new(TimeSpan.FromMinutes(5), keysMax: 2);

    [Fact]
    public void Finds_what_was_published_under_a_key_and_nothing_under_another()
    {
        var first = new PendingReceipt();
        _window.Add("k", first, Start);

        Assert.True(_window.TryFind("k", out var found));
        Assert.Same(first, found);
        Assert.False(_window.TryFind("K", out _));
    }

    [Fact]
    public void Forgets_a_key_when_the_window_has_passed_and_not_before()
    {
        _window.Add("k", new PendingReceipt(), Start);
        Assert.Equal(Start.AddMinutes(5), _window.NextExpiry);

        _window.Expire(Start.AddMinutes(5).AddTicks(-1));
        Assert.True(_window.TryFind("k", out _));

        _window.Expire(Start.AddMinutes(5));
        Assert.False(_window.TryFind("k", out _));
        Assert.True(_window.IsEmpty);
        Assert.Null(_window.NextExpiry);
    }

    [Fact]
    public void Forgets_the_oldest_key_past_its_limit()
    {
        _window.Add("a", new PendingReceipt(), Start);
        _window.Add("b", new PendingReceipt(), Start);
        _window.Add("c", new PendingReceipt(), Start);

        Assert.False(_window.TryFind("a", out _));
        Assert.True(_window.TryFind("b", out _));
        Assert.True(_window.TryFind("c", out _));
    }

    [Fact]
    public void A_forgotten_key_may_come_again()
    {
        _window.Add("k", new PendingReceipt(), Start);
        _window.Expire(Start.AddMinutes(5));
        var second = new PendingReceipt();
        _window.Add("k", second, Start.AddMinutes(6));

        Assert.True(_window.TryFind("k", out var found));
        Assert.Same(second, found);
        Assert.Equal(Start.AddMinutes(11), _window.NextExpiry);
    }
}
