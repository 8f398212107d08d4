using System.Collections.Concurrent;
using System.Text;
using Broker.Actors.Channels;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using Broker.Actors.Tests.Connections;
using FsCheck;
using FsCheck.Fluent;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Actors.Tests.Channels;

/// <summary>
/// Publications, subscribers that come and go, and failures of every actor of a channel, in any order. In the
/// end each request has one answer, and all room in the budget is given back.
/// </summary>
public class NodeModelSpec : TestKit
{
    private readonly PendingBytesLimit _budget = new(bytesMax: 16 << 20);
    private readonly NodeActors _nodes;
    private int _runs;

    // With the mailbox of the broker: another may lose what comes while its actor ends.
    public NodeModelSpec()
        : base(
            "akka.actor.default-mailbox.mailbox-type ="
            + "\"Broker.Actors.Mailboxes.LinkedMailbox, Broker.Actors\"") => _nodes = ChannelActors.Start(
        Sys,
        SpecSettings.Channel(
            "retry-interval = 10ms, publish-timeout = 500ms, idle-timeout = 1ms, held-max = 20,"
            + "batch-publications-max = 3, kinds.kept { pattern = \"kept*\", history-size-max = 5 }"),
        _budget,
        new BrokerMetrics(TimeProvider.System),
        TimeProvider.System);

    private enum Step
    {
        Publish, PublishKeyed, Subscribe, Resume, Unsubscribe, StopHome, StopLocal, FailPublisher, Wait,
    }

    private static Arbitrary<List<Step>> Steps { get; } = Gen.Frequency(
            (20, Gen.Constant(Step.Publish)),
            (5, Gen.Constant(Step.PublishKeyed)),
            (4, Gen.Constant(Step.Subscribe)),
            (4, Gen.Constant(Step.Resume)),
            (6, Gen.Constant(Step.Unsubscribe)),
            (1, Gen.Constant(Step.StopHome)),
            (1, Gen.Constant(Step.StopLocal)),
            (1, Gen.Constant(Step.FailPublisher)),
            (4, Gen.Constant(Step.Wait)))
        .ListOf().Select(steps => steps.ToList()).ToArbitrary();

    [Fact]
    public void Each_request_has_one_answer_and_all_room_is_given_back_whatever_fails() =>
        Prop.ForAll(Steps, steps =>
        {
            var run = new Run(this, Names.Channel($"{(_runs % 2 == 0 ? "kept" : "live")}-{++_runs}"));
            foreach (var step in steps) run.Do(step);
            run.Check();
        }).QuickCheckThrowOnFailure();

    private sealed class Run(NodeModelSpec spec, ChannelName channel)
    {
        private readonly List<SpecAnswer> _answers = [];
        private readonly List<Subscriber> _subscribers = [];
        private readonly byte[] _content = Encoding.UTF8.GetBytes(channel.Value);

        public void Do(Step step)
        {
            switch (step)
            {
                case Step.Publish: Publish(key: null); break;
                case Step.PublishKeyed: Publish("key"); break;
                case Step.Subscribe: Subscribe(since: null); break;
                case Step.Resume: Subscribe(new StreamPosition(0, null)); break;
                case Step.Unsubscribe: Unsubscribe(); break;
                case Step.StopHome: Stop(spec._nodes.Homes); break;
                case Step.StopLocal: Stop(spec._nodes.LocalChannels); break;
                case Step.FailPublisher:
                    // Contents that are not there make it fail.
                    spec._nodes.Publisher.Tell(
                        new Arrived(new Batch(channel, 1, "e", 1, null!, []), Room: null));
                    break;
                case Step.Wait: _answers.LastOrDefault()?.Result.Wait(TimeSpan.FromSeconds(5)); break;
            }
        }

        public void Check()
        {
            spec.AwaitAssert(
                () =>
                {
                    Assert.All(_answers, answer => Assert.Equal(1, answer.Count));
                    Assert.All(_subscribers, subscriber => Assert.Equal(1, subscriber.Answers));
                    Assert.All(_subscribers, subscriber => Assert.Equal(subscriber.Leaves, subscriber.Left));
                    Assert.Equal(0, spec._budget.Bytes);
                },
                TimeSpan.FromSeconds(10));
        }

        private void Publish(string? key)
        {
            Assert.True(spec._budget.TryEnter(_content.Length));
            _answers.Add(new SpecAnswer());
            spec._nodes.Publisher.Tell(new Publish(channel, "alice", _content, IsText: true)
            {
                IdempotencyKey = key,
                Reply = _answers[^1],
                AcceptedAt = TimeProvider.System.GetTimestamp(),
            });
        }

        private void Subscribe(StreamPosition? since)
        {
            var subscriber = new Subscriber(_subscribers.Count);
            _subscribers.Add(subscriber);
            spec._nodes.LocalChannels.Tell(
                new Subscribe(channel, subscriber, subscriber.Transport.Outbox, LocalListener.Lines)
                {
                    Since = since,
                },
                subscriber);
        }

        private void Unsubscribe()
        {
            if (_subscribers.Find(one => one.Leaves == 0) is not { } subscriber) return;

            subscriber.Leaves = 1;
            // As a connection does, it waits for its answer first.
            SpinWait.SpinUntil(() => subscriber.Answers > 0, TimeSpan.FromSeconds(5));
            spec._nodes.LocalChannels.Tell(new Unsubscribe(channel, subscriber), subscriber);
        }

        private void Stop(IActorRef parent)
        {
            if (((IInternalActorRef)parent).GetChild([channel.Value]) is { } child) spec.Sys.Stop(child);
        }
    }

    private sealed class Subscriber(int number) : MinimalActorRef
    {
        private readonly ConcurrentQueue<object> _told = new();

        public override ActorPath Path { get; } =
            new RootActorPath(Address.AllSystems) / $"subscriber-{number}";

        public override IActorRefProvider Provider => throw new NotSupportedException();

        public ScriptedTransport Transport { get; } = new();

        public int Leaves { get; set; }

        public int Answers => _told.Count(message => message is Subscribed or Rejected);

        public int Left => _told.Count(message => message is Unsubscribed);

        protected override void TellInternal(object message, IActorRef sender) => _told.Enqueue(message);
    }
}
