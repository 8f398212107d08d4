using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;

namespace Broker.Actors.Tests.Connections;

public class OutboxBytesLimitSpec
{
    private readonly OutboxBytesLimit _budget;
    private int _rings;

    public OutboxBytesLimitSpec() => _budget = new OutboxBytesLimit(
        bytesMax: 100, () => _rings++, new BrokerMetrics(TimeProvider.System));

    [Fact]
    public void Rings_once_when_the_total_goes_past_the_limit()
    {
        _budget.Add(100);
        Assert.Equal(0, _rings);
        Assert.False(_budget.IsExceeded);

        _budget.Add(1);
        _budget.Add(50);
        Assert.Equal(1, _rings);
        Assert.True(_budget.IsExceeded);
        Assert.Equal(51, _budget.Excess);
    }

    [Fact]
    public void Rings_again_only_after_the_total_was_back_under_the_limit()
    {
        _budget.Add(110);
        _budget.Remove(5);
        _budget.Add(5);
        Assert.Equal(1, _rings);

        _budget.Remove(10);
        Assert.Equal(0, _budget.Excess);
        _budget.Add(10);
        Assert.Equal(2, _rings);
    }

    [Fact]
    public void Rings_again_after_the_alarm_was_answered_and_it_is_still_too_much()
    {
        _budget.Add(110);
        _budget.Rearm();
        _budget.Add(1);

        Assert.Equal(2, _rings);
    }
}
