using Broker.Actors.Delivery;
using FsCheck;
using FsCheck.Fluent;

namespace Broker.Actors.Tests.Connections;

/// <summary>
/// Any sequence of offers, answers, stalls, writes and ends against a list of what was accepted. Every line
/// says which offer it belongs to: lines are unique. What is offered lies in memory that is spoiled as soon
/// as it is given back, so that one given back early shows on the wire.
/// </summary>
public class OutboxModelSpec
{
    private static readonly ChannelName[] Channels =
        [Names.Channel("complete"), Names.Channel("oldest"), Names.Channel("latest")];

    private static readonly SlowConsumerPolicy[] Policies =
        [SlowConsumerPolicy.Disconnect, SlowConsumerPolicy.DropOldest, SlowConsumerPolicy.KeepLatest];

    private static Arbitrary<List<Step>> Steps { get; } = (
        from kind in Gen.Elements(Enum.GetValues<Kind>())
        from size in Gen.Choose(0, 12)
        select new Step(kind, size)).ListOf().Select(steps => steps.ToList()).ToArbitrary();

    private enum Kind
    {
        Complete, Oldest, Latest, Replay, Answer,
        DuringSend, Room, Write, Stall,
        Close, CloseDropping, Abandon,
    }

    [Fact]
    public void What_reaches_the_wire_is_what_was_accepted_whole_once_and_in_order() =>
        Check(Kind.Close, Kind.CloseDropping, Kind.Abandon);

    [Fact]
    public void Closing_writes_what_was_accepted_and_the_last_frame_behind_it() =>
        Check(Kind.CloseDropping, Kind.Abandon);

    [Fact]
    public void Ending_in_any_way_gives_the_whole_budget_back() => Check();

    private static void Check(params Kind[] without) => Prop.ForAll(Steps, steps =>
    {
        var run = new Run();
        foreach (var step in steps.Where(step => !without.Contains(step.Kind))) run.Do(step);
        run.End();
    }).QuickCheckThrowOnFailure();

    private sealed record Step(Kind Kind, int Size);

    private sealed class Run
    {
        private const int BytesMax = 400;
        private const int ReplayBytesMax = 1000;
        private readonly ScriptedTransport _transport = new(SpecSettings.Outbox($"bytes-max = {BytesMax}"));
        private readonly List<string> _accepted = [];
        private readonly HashSet<string> _mustArrive = [];
        private readonly PoisoningPool _pool = new();
        private int _lines;
        private bool _refused, _closed, _dropping, _abandoned, _leftToCollector;

        private Outbox Outbox => _transport.Outbox;

        public void Do(Step step)
        {
            switch (step.Kind)
            {
                case Kind.Complete or Kind.Oldest or Kind.Latest: Offer((int)step.Kind, step.Size); break;
                case Kind.Replay: Offer(step.Size % 3, step.Size, isReplay: true); break;
                case Kind.Answer: Answer(); break;
                case Kind.DuringSend: _transport.DuringSend = () => Offer(step.Size % 3, step.Size); break;
                case Kind.Room: _transport.Room = step.Size < 10 ? step.Size : int.MaxValue; break;
                case Kind.Write: if (_transport.IsWriterRunning) _transport.WriteAll(); break;
                case Kind.Stall: if (_transport.IsWriterRunning) _transport.Take(); break;
                case Kind.Close or Kind.CloseDropping: Close(step.Kind == Kind.CloseDropping); break;
                case Kind.Abandon: Abandon(); break;
            }
            Assert.Equal(Outbox.WaitingBytes, _transport.Budget.Bytes);
            // Two replays at most: one whose offer came while the other was on its way into the socket.
            Assert.InRange(Outbox.WaitingBytes, 0, (3 * BytesMax) + (2 * ReplayBytesMax));
            if (_abandoned) Assert.Equal(0, Outbox.WaitingBytes);
        }

        public void End()
        {
            if (_transport.IsWriterRunning) _transport.WriteAll();
            Assert.Equal(0, _transport.Budget.Bytes);
            if (!_leftToCollector) Assert.Equal(0, _pool.Rented);
            Assert.Equal(_closed || _abandoned, Outbox.IsFinished);
            if (_abandoned) return;

            Assert.True(_transport.Wire.Length == 0 || _transport.Wire.EndsWith('\n'));
            var wire = _transport.Lines;
            if (_closed) Assert.Equal("bye", wire[^1]);
            var arrived = wire.Where(line => line != "bye").ToArray();
            Assert.Equal(_accepted.Where(arrived.ToHashSet().Contains), arrived);
            if (!_dropping) Assert.Subset(arrived.ToHashSet(), _mustArrive);
        }

        // What a write may still be reading is the one thing that is not given back.
        private void Abandon()
        {
            _leftToCollector |= _transport.IsWriterRunning;
            Outbox.Abandon();
            _abandoned = true;
        }

        private void Offer(int channel, int size, bool isReplay = false)
        {
            var count = isReplay ? 80 : 1 + (size % 3);
            var lines = Enumerable.Range(0, count).Select(_ => $"{channel}-{_lines++}").ToArray();
            // Before the offer, since another may come in its middle.
            _accepted.AddRange(lines);
            var memory = _pool.Holding(lines, out var batch);
            var result = isReplay
                ? Outbox.Replay(batch, Channels[channel], Policies[channel])
                : Outbox.Offer(batch, Channels[channel], Policies[channel]);
            memory.Release();
            Settle(result, lines, mustArrive: channel == 0);
        }

        private void Answer()
        {
            var line = $"answer-{_lines++}";
            _accepted.Add(line);
            Settle(Outbox.Answer(System.Text.Encoding.UTF8.GetBytes(line + "\n")), [line], mustArrive: true);
        }

        private void Settle(EnqueueResult result, string[] lines, bool mustArrive)
        {
            if (result == EnqueueResult.Accepted)
            {
                if (mustArrive) _mustArrive.UnionWith(lines);
                return;
            }
            _accepted.RemoveAll(lines.Contains);
            Assert.Equal(_refused || _closed || _abandoned, result == EnqueueResult.Closed);
            _refused = true;
        }

        private void Close(bool dropping)
        {
            Outbox.Close("bye\n"u8.ToArray(), dropping);
            if (_abandoned || _closed) return;
            (_closed, _dropping) = (true, dropping);
        }
    }
}
