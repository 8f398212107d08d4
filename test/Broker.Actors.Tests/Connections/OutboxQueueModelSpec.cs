using System.Text;
using Broker.Actors.Delivery;
using FsCheck;
using FsCheck.Fluent;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Connections;

/// <summary>Any sequence of additions, rests and drops against a plain list of lines.</summary>
public class OutboxQueueModelSpec
{
    private static readonly ChannelName?[] Channels =
        [null, Names.Channel("a"), Names.Channel("b"), Names.Channel("c")];

    private static Arbitrary<List<Step>> Steps { get; } = (
        from kind in Gen.Elements(Enum.GetValues<Kind>())
        from which in Gen.Choose(0, 3)
        from amount in Gen.Choose(1, 150)
        from isReplay in Gen.Elements(true, false)
        select new Step(kind, which, amount, isReplay))
            .ListOf().Select(steps => steps.ToList()).ToArbitrary();

    private enum Kind { Add, AddRest, DropOldest, DropAllOf, DropDeliveries, TakeAll }

    [Fact]
    public void Every_sequence_of_steps_leaves_what_the_model_has() => Prop.ForAll(Steps, steps =>
    {
        var run = new Run();
        foreach (var step in steps) run.Do(step);
        run.TakeAll();
    }).QuickCheckThrowOnFailure();

    private sealed record Step(Kind Kind, int Which, int Amount, bool IsReplay);

    private sealed record Waiting(ChannelName? Channel, bool MayDrop, List<string> Frames, bool IsReplay)
    {
        public int Length => Frames.Sum(frame => frame.Length);
    }

    private sealed class Run
    {
        private readonly OutboxQueue _queue = new();
        private readonly List<Waiting> _model = [];
        private int _frames;

        public void Do(Step step)
        {
            var channel = Channels[step.Which];
            switch (step.Kind)
            {
                case Kind.Add: Add(channel, step); break;
                case Kind.AddRest: AddRest(channel, step); break;
                case Kind.DropOldest: DropOldest(step.Amount); break;
                case Kind.DropAllOf when channel is not null: DropAllOf(channel); break;
                case Kind.DropDeliveries:
                    _queue.DropDeliveries();
                    Drop(long.MaxValue, w => w.Channel is not null);
                    break;
                case Kind.TakeAll: TakeAll(); break;
            }
            Assert.Equal(Cost(_model), _queue.Bytes);
            Assert.Equal(Cost(_model.Where(waiting => waiting.IsReplay)), _queue.ReplayBytes);
            Assert.Equal(_model.Exists(w => w.Channel is not null && !w.IsReplay), _queue.HasLive);
            Assert.Equal(_model.Count == 0, _queue.IsEmpty);
        }

        public void TakeAll()
        {
            var pieces = new List<ReadOnlyMemory<byte>>();
            _queue.TakeReady(pieces);
            Assert.Equal(
                string.Concat(_model.SelectMany(waiting => waiting.Frames)),
                string.Concat(pieces.Select(piece => Encoding.UTF8.GetString(piece.Span))));
            _model.Clear();
            Assert.Equal(0, _queue.Bytes);
        }

        // Of different lengths, and no two alike.
        private string[] Frames(int amount) =>
            [
                .. Enumerable.Range(0, 1 + (amount % 4))
                    .Select(i => $"{_frames++}{new string('.', i * amount % 7)}\n"),
            ];

        private void Add(ChannelName? channel, Step step)
        {
            var frames = Frames(step.Amount);
            _queue.Add(Batch(frames), channel, PolicyOf(step.Which), step.IsReplay);
            _model.Add(new Waiting(channel, MayDrop(channel, step), [.. frames], step.IsReplay));
        }

        private void AddRest(ChannelName? channel, Step step)
        {
            var frames = Frames(step.Amount);
            var sent = step.Amount % frames.Sum(frame => frame.Length);
            _queue.AddRest(Batch(frames), sent, channel, PolicyOf(step.Which), step.IsReplay);

            var left = frames.ToList();
            for (; sent >= left[0].Length; left.RemoveAt(0)) sent -= left[0].Length;
            var half = left[0][sent..];
            if (sent > 0) left.RemoveAt(0);
            if (left.Count > 0)
                _model.Insert(0, new Waiting(channel, MayDrop(channel, step), left, step.IsReplay));
            if (sent > 0) _model.Insert(0, new Waiting(null, false, [half], step.IsReplay));
        }

        private void DropOldest(int bytes) =>
            Assert.Equal(Drop(bytes, waiting => waiting.MayDrop), _queue.DropOldest(bytes));

        private void DropAllOf(ChannelName channel)
        {
            _queue.DropAllOf(channel);
            _model.RemoveAll(waiting => waiting.Channel == channel);
        }

        private bool Drop(long bytes, Func<Waiting, bool> mayDrop)
        {
            foreach (var waiting in _model.Where(mayDrop).ToArray())
            {
                var before = OutboxQueue.Cost(waiting.Length);
                for (var room = bytes; room > 0 && waiting.Frames.Count > 0; waiting.Frames.RemoveAt(0))
                    room -= waiting.Frames[0].Length;
                bytes -= before - (waiting.Frames.Count > 0 ? OutboxQueue.Cost(waiting.Length) : 0);
                if (bytes <= 0) break;
            }
            _model.RemoveAll(waiting => waiting.Frames.Count == 0);
            return bytes <= 0;
        }

        private static EncodedBatch Batch(string[] frames) => Lines([.. frames.Select(frame => frame[..^1])]);

        private static SlowConsumerPolicy PolicyOf(int which) =>
            which == 1 ? SlowConsumerPolicy.Disconnect : SlowConsumerPolicy.DropOldest;

        private static long Cost(IEnumerable<Waiting> model) =>
            model.Sum(waiting => OutboxQueue.Cost(waiting.Length));

        private static bool MayDrop(ChannelName? channel, Step step) =>
            channel is not null && !step.IsReplay && PolicyOf(step.Which) != SlowConsumerPolicy.Disconnect;
    }
}
