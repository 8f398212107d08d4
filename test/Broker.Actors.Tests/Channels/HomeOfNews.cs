using Broker.Actors.Channels;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>The state of one channel's home, with a list of what it says.</summary>
internal sealed class HomeOfNews
{
    public static readonly FakeNode Own = new("own"), Alice = new("alice"), Bob = new("bob");

    public static readonly Incarnation AlicesFirst = new(1, 1), AlicesSecond = new(1, 2), Bobs = new(2, 1);

    public HomeOfNews(string settings = "", long windowBytes = long.MaxValue)
    {
        var channel = SpecSettings.Channel(settings);
        Windows = new PeerWindows(windowBytes);
        State = new ChannelState(
            News, channel.KindOf(News), ChannelLimits.Of(channel), "epoch", Durability.Memory, Own, Windows,
            (to, message) => Sent.Add((to, message)));
    }

    public ChannelState State { get; }

    public PeerWindows Windows { get; }

    public DateTimeOffset Now { get; set; } = SpecTime.Start;

    public List<(IActorRef To, object Message)> Sent { get; } = [];

    public static PublishBatch Batch(
        IActorRef node, Incarnation publisher, long number, params string[] contents) =>
        new(News, node, publisher, number, IsRepeat: false, Epoch: null,
            [.. contents.Select(content => Of(content))]);

    public static Submission Of(string content, string? key = null) =>
        new("alice", System.Text.Encoding.UTF8.GetBytes(content), IsText: true, key);

    /// <summary>What was said since the last call, to one node.</summary>
    public object[] To(IActorRef node)
    {
        object[] said = [.. Sent.Where(sent => sent.To.Equals(node)).Select(sent => sent.Message)];
        Sent.RemoveAll(sent => sent.To.Equals(node));
        return said;
    }

    public void Attach(IActorRef node, long id, int subscribers = 1) =>
        State.Attach(new Attach(News, node, id, Version: 1, subscribers));

    /// <summary>Accepts a batch and sends it.</summary>
    public void Publish(PublishBatch batch)
    {
        State.Accept(batch, Now);
        Flush();
    }

    public void Flush()
    {
        if (State.HasStaged) State.Commit(State.TakeStaged("epoch"), Now);
    }
}
