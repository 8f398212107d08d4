using System.Text;
using Broker.Actors.Channels;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>The publisher of a node. The spec plays the homes and the local channel.</summary>
public abstract class PublisherStage : HomeStage
{
    private protected PublisherStage(string settings = "")
        : base(settings)
    {
        Around.Nodes.Publisher = Sut = Sys.ActorOf(PublisherActor.PropsFor(Around));
        Local = CreateTestProbe("local");
        Room = new LocalRoom(Local, Budget);
    }

    private protected IActorRef Sut { get; }

    private protected TestProbe Local { get; }

    private protected LocalRoom Room { get; }

    private protected SpecReply Reply { get; } = new();

    /// <summary>A publication that has its room in the budget, as every gateway takes it.</summary>
    private protected Publish Publish(string content, long slot = 0, string channel = "news")
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        Assert.True(Budget.TryEnter(bytes.Length));
        return new Publish(Names.Channel(channel), "alice", bytes, IsText: true)
        {
            Reply = Reply.At(slot),
            AcceptedAt = Time.GetTimestamp(),
        };
    }

    /// <summary>The home has sent something to this node.</summary>
    private protected void Arrive(Batch batch) => Sut.Tell(new Arrived(batch, Room));

    private protected static PublishResults Accepted(PublishBatch batch, long firstOffset) => new(
        batch.Channel, batch.Publisher, batch.Number, "e", firstOffset, Durability.Memory, Receivers: 1,
        Results: null);

    /// <summary>The batch that the home sends to this node for one of its own.</summary>
    private protected static Batch Sent(PublishBatch batch, long firstOffset) =>
        new(batch.Channel, AttachId: 10, "e", firstOffset,
            [.. ContentsOf(batch).Select((content, index) => At(firstOffset + index, content))],
            [Accepted(batch, firstOffset)]);

    private protected static string[] ContentsOf(PublishBatch batch) =>
        [.. batch.Publications.Select(one => Encoding.UTF8.GetString(one.Content.Span))];
}
