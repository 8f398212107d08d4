using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

public class ChannelReadSpec : ChannelStage
{
    public ChannelReadSpec() =>
        Start("kinds.news { pattern = news, history-size-max = 2, history-age-max = 1m }");

    [Fact]
    public async Task What_is_kept_can_be_read_without_joining()
    {
        var epoch = (await Published("a")).Epoch;
        await Published("b");
        var read = await Read(0);

        Assert.Equal(["a", "b"], read.Publications.Select(publication => publication.Text()));
        Assert.Equal((2L, epoch, true), (read.Offset, read.Epoch, read.Continuous));
        Assert.Equal(0, (await Published("c")).Receivers);
    }

    [Fact]
    public async Task Reading_begins_behind_the_point_and_ends_with_what_was_published_before_it()
    {
        Together(
            Publish("a"), Publish("b"), new ReadHistory(News, new StreamPosition(1, null)), Publish("c"));

        var read = await ExpectMsgAsync<HistoryRead>();
        Assert.Equal([2L], read.Publications.Select(publication => publication.Offset));
        Assert.Equal((2L, true), (read.Offset, read.Continuous));
    }

    [Fact]
    public async Task Reading_behind_what_is_kept_says_that_something_is_missing()
    {
        foreach (var content in (string[])["a", "b", "c", "d"]) await Published(content);

        Assert.False((await Read(1)).Continuous);
        Assert.True((await Read(2)).Continuous);
        Assert.Empty((await Read(4)).Publications);
        Assert.False((await Read(5)).Continuous);
        Assert.False((await Read(4, "another")).Continuous);
    }

    private Task<HistoryRead> Read(long since, string? epoch = null) =>
        Ask<HistoryRead>(new ReadHistory(News, new StreamPosition(since, epoch)));
}
