using System.Globalization;
using Broker.Actors.Channels;
using FsCheck;
using FsCheck.Fluent;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>
/// Any sequence of publications, attachments, losses, repeats and late messages between a home and two nodes.
/// In the end nothing is lost, doubled or out of order, and each publisher was told the truth.
/// </summary>
public class ChannelStateModelSpec
{
    private enum Kind { Attach, Detach, Publish, Repeat, Arrive, Lose, Tend }

    private static Arbitrary<List<Step>> Steps { get; } = (
        from kind in Gen.Frequency(
            (2, Gen.Constant(Kind.Attach)),
            (1, Gen.Constant(Kind.Detach)),
            (6, Gen.Constant(Kind.Publish)),
            (2, Gen.Constant(Kind.Repeat)),
            (9, Gen.Constant(Kind.Arrive)),
            (3, Gen.Constant(Kind.Lose)),
            (2, Gen.Constant(Kind.Tend)))
        from node in Gen.Choose(0, 1)
        from count in Gen.Choose(1, 3)
        select new Step(kind, node, count)).ListOf().Select(steps => steps.ToList()).ToArbitrary();

    [Fact]
    public void Nothing_is_lost_doubled_or_out_of_order_whatever_is_lost_on_the_way() =>
        Prop.ForAll(Steps, steps =>
        {
            var run = new Run();
            foreach (var step in steps) run.Do(step);
            run.End();
        }).QuickCheckThrowOnFailure();

    private sealed record Step(Kind Kind, int Node, int Count);

    private sealed class Run
    {
        private readonly HomeOfNews _home = new();
        private readonly Peer[] _peers;
        private int _contents;

        public Run() => _peers = [new Peer(HomeOfNews.Alice, 1, this), new Peer(HomeOfNews.Bob, 2, this)];

        public ChannelState State => _home.State;

        public void Do(Step step)
        {
            var peer = _peers[step.Node];
            switch (step.Kind)
            {
                case Kind.Attach: peer.Attach(); break;
                case Kind.Detach: peer.Detach(); break;
                case Kind.Publish: peer.Publish(step.Count); break;
                case Kind.Repeat: peer.Repeat(); break;
                case Kind.Arrive: peer.Arrive(); break;
                case Kind.Lose: peer.Lose(); break;
                case Kind.Tend: State.Tend(_home.Now += TimeSpan.FromSeconds(1)); break;
            }
            Post();
        }

        /// <summary>From here on nothing is lost.</summary>
        public void End()
        {
            for (var round = 0; round < 5; round++)
            {
                foreach (var peer in _peers)
                {
                    peer.Repeat();
                    while (peer.Arrive()) Post();
                }
                State.Tend(_home.Now += TimeSpan.FromSeconds(1));
                Post();
            }

            foreach (var peer in _peers) peer.Check(State.Offset);
            Assert.Equal(_contents, State.Offset);
            Assert.Null(State.NextDue);
        }

        public void Accept(PublishBatch batch)
        {
            State.Accept(batch, _home.Now);
            _home.Flush();
        }

        public string NextContent() => (++_contents).ToString(CultureInfo.InvariantCulture);

        private void Post()
        {
            foreach (var peer in _peers)
                foreach (var message in _home.To(peer.Node)) peer.Post(message);
        }
    }

    private sealed class Peer(FakeNode node, int number, Run run)
    {
        private readonly Queue<object> _wire = new();
        private readonly List<string> _got = [];
        private readonly Dictionary<long, string> _promised = [];
        private Attachment? _attachment;
        private PublishBatch? _underWay;
        private long _attachId = 100 * number;
        private long _lastNumber;
        private long _from;

        public FakeNode Node => node;

        public void Post(object message) => _wire.Enqueue(message);

        public void Lose() => _wire.TryDequeue(out _);

        public void Attach()
        {
            if (_attachment is not null) return;

            _attachment = new Attachment();
            _attachment.Begin(++_attachId);
            _got.Clear();
            AttachOrRepeat();
        }

        public void Detach()
        {
            if (_attachment is null) return;

            run.State.Detach(_attachment.Id);
            _attachment = null;
        }

        public void Publish(int count)
        {
            if (_underWay is not null) return;

            string[] contents = [.. Enumerable.Range(0, count).Select(_ => run.NextContent())];
            _underWay = HomeOfNews.Batch(node, new Incarnation(number, 1), ++_lastNumber, contents);
            run.Accept(_underWay);
        }

        public void Repeat()
        {
            if (_underWay is not null) run.Accept(_underWay with { IsRepeat = true });
            if (_attachment is { IsAttached: false }) AttachOrRepeat();
        }

        public bool Arrive()
        {
            if (!_wire.TryDequeue(out var message)) return false;

            switch (message)
            {
                case Attached m when m.AttachId == _attachment?.Id && !_attachment.IsAttached:
                    _attachment.Accept(m);
                    _from = m.Offset;
                    break;
                case PublishResults m: Settle(m); break;
                case Batch m: Take(m); break;
                case Head m when _attachment is { IsAttached: true } && m.AttachId == _attachment.Id:
                    if (m.Offset > _attachment.Offset) run.State.SendAgain(HaveNow);
                    run.State.Confirm(new Confirmed(News, m.AttachId, _attachment.Offset));
                    break;
            }
            return true;
        }

        public void Check(long offset)
        {
            Assert.Null(_underWay);
            if (_attachment is null) return;

            Assert.Equal(offset, _attachment.Offset);
            Assert.Equal(offset - _from, _got.Count);
            Assert.Equal(_got.Count, _got.Distinct().Count());
            for (var i = 0; i < _got.Count; i++)
                if (_promised.TryGetValue(_from + i + 1, out var content)) Assert.Equal(content, _got[i]);
        }

        private Have HaveNow => new(News, _attachment!.Id, _attachment.Offset);

        private void AttachOrRepeat() => run.State.Attach(new Attach(News, node, _attachment!.Id, 1, 1));

        private void Take(Batch m)
        {
            foreach (var results in m.Results) Settle(results);
            if (_attachment is null) run.State.Detach(m.AttachId);
            else if (_attachment.Take(m) is { } known)
                _got.AddRange(m.Contents[known..].Select(content => content.Text()));
            else if (_attachment.IsGapBefore(m)) run.State.SendAgain(HaveNow);
            if (_attachment is { IsAttached: true } attachment && m.AttachId == attachment.Id)
                run.State.Confirm(new Confirmed(News, m.AttachId, attachment.Offset));
        }

        private void Settle(PublishResults m)
        {
            if (_underWay?.Number != m.Number) return;

            for (var i = 0; i < _underWay.Publications.Length; i++)
                _promised.Add(
                    m.Of(i).Offset,
                    System.Text.Encoding.UTF8.GetString(_underWay.Publications[i].Content.Span));
            _underWay = null;
        }
    }
}
