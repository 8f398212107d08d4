using Broker.Actors.Channels;
using Broker.Actors.Delivery;
using Broker.Actors.Tests.Connections;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>
/// One local channel. The spec plays its home, its node, its parent and its publisher; sockets are scripts.
/// </summary>
public abstract class LocalStage : HomeStage
{
    private LocalRoom? _room;

    private protected LocalStage(string settings = "")
        : base(settings)
    {
        Parent = CreateTestProbe();
        Local = Watch(Parent.ChildActorOf(LocalChannelActor.PropsFor(Around), "news"));
    }

    private protected TestProbe Parent { get; }

    private protected IActorRef Local { get; }

    /// <summary>The room of the local channel, which has asked for an attachment.</summary>
    private protected LocalRoom Room =>
        _room ??= ((RegisterAttachment)Node.FishForMessage(message => message is RegisterAttachment)).Room;

    /// <summary>The id of the attachment that the local channel asked for last.</summary>
    private protected long Id { get; private set; }

    /// <summary>A subscriber whose greeting shows what it was answered.</summary>
    private protected LocalListener Listener(OutboxSettings? outbox = null, LineEncoding? encoding = null) =>
        new(CreateTestProbe(), new ScriptedTransport(outbox), encoding ?? LocalListener.Lines);

    /// <summary>Takes the request for a new attachment and answers it.</summary>
    private protected async Task<Attach> Attached(long offset = 0, string epoch = "epoch", int total = 1)
    {
        var attach = await Homes.ExpectMsgAsync<Attach>();
        Id = attach.AttachId;
        Local.Tell(new Attached(News, Id, attach.Version, Node, epoch, offset, total));
        return attach;
    }

    private protected async Task<Count> Counted(long offset = 0, int total = 2)
    {
        var count = await Homes.ExpectMsgAsync<Count>();
        Local.Tell(new Counted(Id, count.Version, offset, total));
        return count;
    }

    /// <summary>A listener that is in.</summary>
    private protected async Task<LocalListener> Subscriber(long offset = 0, LineEncoding? encoding = null)
    {
        var listener = Listener(encoding: encoding);
        Local.Tell(listener.Subscribe(), listener.Ref);
        await Attached(offset);
        await listener.Probe.ExpectMsgAsync<Subscribed>();
        return listener;
    }

    /// <summary>Contents that hold their room in the budget, as the publisher tells them.</summary>
    private protected Contents Contents(long firstOffset, params string[] contents)
    {
        Publication[] publications =
            [.. contents.Select((content, index) => At(firstOffset + index, content))];
        var bytes = publications.Sum(publication => publication.Content.Length);
        Assert.True(Room.TryEnter(bytes, contents.Length));
        return new Contents(
            new Batch(News, Id, "epoch", firstOffset, publications, []), bytes, contents.Length, Own: null);
    }

    private protected HistoryPage Page(ReadHistory m, long offset, params Publication[] contents) =>
        new(News, m.ReaderId, m.Since, "epoch", offset, Continuous: true, contents);

    /// <summary>All that the local channel was told before has been done.</summary>
    private protected async Task Settled()
    {
        var probe = CreateTestProbe();
        Local.Tell(new Identify(1), probe.Ref);
        await probe.ExpectMsgAsync<ActorIdentity>();
        // What the first round has told the actor itself comes before the second.
        Local.Tell(new Identify(2), probe.Ref);
        await probe.ExpectMsgAsync<ActorIdentity>();
    }
}
