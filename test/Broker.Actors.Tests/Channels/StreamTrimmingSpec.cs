using Broker.Actors.Channels;
using Broker.Actors.Journal;

namespace Broker.Actors.Tests.Channels;

public class StreamTrimmingSpec
{
    private static readonly StreamName Stream = StreamName.Parse("channel.news");
    private static readonly DateTimeOffset Start = SpecTime.Start;

    [Theory]
    [InlineData(1, 9, null)]
    [InlineData(1, 11, 11L)]
    [InlineData(5, 15, 15L)]
    [InlineData(5, 14, null)]
    public void Trims_what_is_forgotten_when_it_is_worth_a_write(long first, long kept, long? before)
    {
        var trimming = new StreamTrimming(Stream, TimeSpan.Zero, piece: 10);
        trimming.Begin(first, last: 20, Start);

        Assert.Equal(before, trimming.Next(offset: 20, kept, Start, isLast: false)?.BeforeVersion);
    }

    [Fact]
    public void Trims_everything_forgotten_at_the_end()
    {
        var trimming = new StreamTrimming(Stream, TimeSpan.Zero, piece: 10);

        Assert.Equal(3, trimming.Next(offset: 5, kept: 3, Start, isLast: true)?.BeforeVersion);
        Assert.Null(trimming.Next(offset: 5, kept: 3, Start, isLast: true));
    }

    [Fact]
    public void Leaves_others_the_time_to_read()
    {
        var trimming = new StreamTrimming(Stream, TimeSpan.FromMinutes(1), piece: 1);
        Assert.Null(trimming.Next(offset: 10, kept: 11, Start, isLast: false));
        Assert.True(trimming.IsWaiting(kept: 11));
        Assert.Null(trimming.Next(offset: 20, kept: 21, Start + TimeSpan.FromSeconds(59), isLast: true));

        var trim = trimming.Next(offset: 20, kept: 21, Start + TimeSpan.FromMinutes(1), isLast: false);
        Assert.Equal(11, trim?.BeforeVersion);
        Assert.Equal(11, trimming.First);
        Assert.Equal(
            21, trimming.Next(20, 21, Start + TimeSpan.FromMinutes(2), isLast: false)?.BeforeVersion);
        Assert.False(trimming.IsWaiting(kept: 21));
    }
}
