using System.Reflection;
using System.Runtime.Serialization;
using Broker.Actors.Auction;
using Broker.Actors.Channels;
using Broker.Actors.Cluster;
using Broker.Actors.Cluster.Questions;
using Broker.Actors.Cluster.Rows;
using Broker.Actors.Hub;
using Broker.Actors.Ids;
using Broker.Actors.Limits;
using Broker.Actors.Naming;
using Broker.Actors.Users;
using FsCheck;
using FsCheck.Fluent;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Tests.Cluster;

public class BrokerSerializerSpec : TestKit
{
    private readonly BrokerSerializer _serializer;
    private readonly AnyMessage _any;

    public BrokerSerializerSpec()
        : base(BrokerSerializer.Configuration)
    {
        _serializer = new BrokerSerializer((ExtendedActorSystem)Sys);
        _any = new AnyMessage([CreateTestProbe("alice").Ref, CreateTestProbe("bob").Ref]);
    }

    public static TheoryData<Type> Messages => new(Types);

    internal static Type[] Types { get; } =
    [
        .. typeof(IWireMessage).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IWireMessage))),
    ];

    /// <summary>What is said in the protocols of everything that has one home in a cluster.</summary>
    public static TheoryData<Type> Protocols => new(
        from protocol in (Type[])[
            typeof(ChannelProtocol), typeof(LocalChannelProtocol), typeof(AuctionProtocol),
            typeof(IdProtocol), typeof(TokenUseProtocol), typeof(EntityProtocol), typeof(HeartbeatProtocol),
            typeof(NameProtocol), typeof(HubNodeProtocol), typeof(RowProtocol), typeof(RateProtocol),
            typeof(QuestionProtocol)]
        from message in protocol.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic)
        where message is { IsClass: true, IsAbstract: false }
        select message);

    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_message_between_nodes_is_written_by_it(Type message)
    {
        Assert.IsType<BrokerSerializer>(Sys.Serialization.FindSerializerForType(message));
    }

    // Without either, Akka would turn a message into JSON, or refuse it once there are two nodes.
    [Theory]
    [MemberData(nameof(Protocols))]
    public void Every_message_of_a_protocol_crosses_nodes_or_says_that_it_does_not(Type message)
    {
        // What is published of the auction are contents.
        if (message.IsAssignableTo(typeof(AuctionProtocol.Happened))) return;

        Assert.True(
            message.IsAssignableTo(typeof(IWireMessage))
            ^ message.IsAssignableTo(typeof(INoSerializationVerificationNeeded)));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_message_comes_back_as_it_was(Type type) => Prop.ForAll<int>(seed =>
    {
        var message = _any.Of(type, new Random(seed));
        var bytes = _serializer.ToBinary(message);
        var read = _serializer.FromBinary(bytes, _serializer.Manifest(message));

        Assert.Equal(AnyMessage.Show(message), AnyMessage.Show(read));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_that_is_cut_or_damaged_is_refused_and_never_a_fault(Type type) =>
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var message = _any.Of(type, random);
            var (bytes, manifest) = (_serializer.ToBinary(message), _serializer.Manifest(message));
            for (var length = 0; length < bytes.Length; length++)
                Assert.Throws<SerializationException>(
                    () => _serializer.FromBinary(bytes[..length], manifest));

            if (bytes.Length > 0) bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
            // It may still be a message, but not the end of the node.
            Assert.True(Record.Exception(() => _serializer.FromBinary(bytes, manifest))
                is null or SerializationException);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Manifests_are_all_different()
    {
        Assert.Distinct(Types.Select(type => _serializer.Manifest(_any.Of(type, new Random(1)))));
    }

    [Fact]
    public void A_message_of_another_version_is_refused()
    {
        Assert.Throws<SerializationException>(() => _serializer.FromBinary([], "at2"));
        Assert.Throws<SerializationException>(() => _serializer.ToBinary("a text"));
    }

    [Fact]
    public void Contents_are_parts_of_the_bytes_that_came()
    {
        var batch = new Batch(
            Names.Channel("news"), 1, "epoch", 1, [Tests.Channels.Publications.At(1, "content")], []);
        var bytes = _serializer.ToBinary(batch);
        var read = (Batch)_serializer.FromBinary(bytes, _serializer.Manifest(batch));

        Assert.True(bytes.AsSpan().Overlaps(read.Contents[0].Content.Span));
    }

    [Fact]
    public void A_publication_of_the_largest_names_takes_no_more_than_its_content_and_the_overhead()
    {
        var name = new string('n', ChannelName.BytesMax);
        var content = new byte[1 << 20];
        var channel = Names.Channel(name);
        var publication = new Publication(
            channel, name, long.MaxValue, DateTimeOffset.MaxValue, name, content, IsText: true);
        var since = new StreamPosition(long.MaxValue, name);
        IWireMessage[] largest =
        [
            new Batch(channel, 1, name, long.MaxValue, [publication], []),
            new HistoryPage(channel, 1, since, name, long.MaxValue, true, [publication]),
            new PublishBatch(
                channel, TestActor, new Incarnation(1, 1), 1, true, name,
                [new Submission(name, content, true, name)]),
        ];

        Assert.All(largest, message => Assert.InRange(
            _serializer.ToBinary(message).Length,
            content.Length,
            content.Length + BrokerSerializer.OverheadBytesMax));
    }

    [Fact]
    public void A_full_batch_of_the_longest_names_and_keys_takes_no_more_than_the_largest_publication()
    {
        var limits = ChannelLimits.Of(SpecSettings.Channel());
        var (name, key) = (new string('n', ChannelName.BytesMax), new string('€', 255));
        var content = new byte[limits.FlushBytesMax / limits.FlushPublicationsMax];
        T[] Full<T>(T one) => [.. Enumerable.Repeat(one, limits.FlushPublicationsMax)];
        var channel = Names.Channel(name);
        var publication = new Publication(
            channel, name, long.MaxValue, DateTimeOffset.MaxValue, name, content, IsText: true);
        var results = new PublishResults(
            channel, new Incarnation(1, 1), 1, name, 1, Durability.Fsync, int.MaxValue,
            Full(PublishResult.Accepted(long.MaxValue, name, int.MaxValue, Durability.Fsync)));
        IWireMessage[] largest =
        [
            new Batch(channel, 1, name, 1, Full(publication), [results]),
            new HistoryPage(
                channel, 1, new StreamPosition(1, name), name, 1, Continuous: true, Full(publication)),
            new PublishBatch(
                channel, TestActor, new Incarnation(1, 1), 1, true, name,
                Full(new Submission(name, content, true, key))),
        ];

        Assert.All(largest, message => Assert.InRange(
            _serializer.ToBinary(message).Length, 1, (1 << 20) + BrokerSerializer.OverheadBytesMax));
    }
}
