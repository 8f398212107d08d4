using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Tests.Channels;

public class PublisherLimitSpec : PublisherStage
{
    public PublisherLimitSpec()
        : base("batch-publications-max = 3, batch-bytes-max = 10")
    {
    }

    [Fact]
    public async Task A_batch_holds_so_many_publications_and_bytes_and_one_that_is_larger_goes_alone()
    {
        string[] contents = ["first", "1", "2", "3", "4", "123456789", "0123456789ab", "x", "y"];
        foreach (var content in contents) Sut.Tell(Publish(content));

        var sent = new List<string[]>();
        for (var count = 0; count < contents.Length;)
        {
            var batch = await Homes.ExpectMsgAsync<PublishBatch>();
            sent.Add(ContentsOf(batch));
            count += batch.Publications.Length;
            Sut.Tell(Accepted(batch, firstOffset: 1));
        }
        // Of the first batch it is not known how much was there when it went.
        Assert.Equal(contents, sent.SelectMany(one => one));
        Assert.All(sent, one => Assert.True(one.Length <= 3));
        Assert.All(sent, one => Assert.True(one.Length == 1 || one.Sum(content => content.Length) <= 10));
        Assert.Contains(sent, one => one is ["0123456789ab"]);
        await AwaitAssertAsync(() => Assert.Equal(0, Budget.Bytes));
    }
}
