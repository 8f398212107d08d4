using Broker.Actors.Channels;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

public class ChannelRetentionSpec
{
    private const string Epoch = "e1";

    [Fact]
    public void Is_empty_until_it_has_something_to_remember()
    {
        var memory = Memory(historySize: 0);
        memory.Remember(At(1));

        Assert.True(memory.IsEmpty);
        Assert.Null(memory.NextExpiry);
    }

    [Fact]
    public void Expires_with_whichever_of_history_and_keys_comes_first()
    {
        var memory = Memory(historySize: 1);
        memory.Remember(At(1, seconds: 0));
        Assert.Equal(SpecTime.Start.AddMinutes(1), memory.NextExpiry);

        memory.Remember("k", new PendingReceipt(), SpecTime.Start.AddMinutes(-2));
        Assert.Equal(SpecTime.Start, memory.NextExpiry);
    }

    [Fact]
    public void Is_empty_again_only_when_history_and_keys_are_both_forgotten()
    {
        var memory = Memory(historySize: 1);
        memory.Remember(At(1));
        memory.Remember("k", new PendingReceipt(), SpecTime.Start);

        memory.Expire(SpecTime.Start.AddMinutes(1));
        Assert.False(memory.IsEmpty);
        Assert.True(memory.TryFind("k", out _));

        memory.Expire(SpecTime.Start.AddMinutes(2));
        Assert.True(memory.IsEmpty);
        Assert.False(memory.TryFind("k", out _));
    }

    [Theory]
    [InlineData(1, Epoch, new long[] { 2, 3 })]
    [InlineData(1, null, new long[] { 2, 3 })]
    [InlineData(3, Epoch, new long[0])]
    [InlineData(0, Epoch, new long[] { 1, 2, 3 })]
    [InlineData(4, Epoch, new long[] { 1, 2, 3 })]
    [InlineData(2, "other", new long[] { 1, 2, 3 })]
    public void A_subscriber_missed_what_follows_its_point_or_all_when_the_point_is_of_another_epoch(
        long offset, string? epoch, long[] expected)
    {
        var memory = Memory(historySize: 10);
        foreach (var publication in Of("a", "b", "c")) memory.Remember(publication);

        Assert.Equal(
            expected, memory.Missed(new StreamPosition(offset, epoch), last: 3, Epoch).Select(p => p.Offset));
    }

    [Fact]
    public void Without_history_only_who_stands_at_the_end_has_missed_nothing()
    {
        var memory = Memory(historySize: 0);

        Assert.Empty(memory.Missed(new StreamPosition(1, Epoch), last: 2, Epoch));
        Assert.False(memory.IsContinuous(new StreamPosition(1, Epoch), last: 2, Epoch));
        Assert.True(memory.IsContinuous(new StreamPosition(2, Epoch), last: 2, Epoch));
    }

    private static ChannelRetention Memory(int historySize) => new(
        new HistoryLimits(historySize, TimeSpan.FromMinutes(1), 1000), TimeSpan.FromMinutes(2), keysMax: 10);
}
