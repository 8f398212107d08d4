using Broker.Actors.Cluster.Rows;
using FsCheck;
using FsCheck.Fluent;
using static Broker.Actors.Cluster.Rows.RowProtocol;

namespace Broker.Actors.Tests.Cluster.Rows;

/// <summary>
/// One node tells another over a link that loses what it likes, while either of them forgets the other.
/// </summary>
public class RowModelSpec : TestKit
{
    private const int WaitingMax = 3;

    private enum Kind { Set, Remove, Send, Deliver, Answer, Lose, Forget }

    [Fact]
    public void After_any_losses_a_node_knows_what_the_other_has_once_the_link_is_whole() =>
        Prop.ForAll(
            Gen.ListOf(Gen.Elements(Enum.GetValues<Kind>())).ToArbitrary(),
            ArbMap.Default.ArbFor<int>(),
            (steps, seed) =>
            {
                var link = new Link(CreateTestProbe(), CreateTestProbe(), new Random(seed));
                foreach (var kind in steps) link.Do(kind);
                link.Heal();
                Assert.Equal(link.Own, link.Told);
            }).QuickCheckThrowOnFailure();

    private sealed class Link
    {
        private readonly FakeTimeProvider _time = SpecTime.NewClock();
        private readonly IActorRef _teller;
        private readonly IActorRef _hearer;
        private readonly Random _random;
        private readonly RowTails<string, Row> _tails;
        private readonly Queue<TellRows> _pieces = new();
        private readonly Queue<RowsTaken> _answers = new();
        private PeerRows _others = new((_, _) => { });

        public Link(IActorRef teller, IActorRef hearer, Random random)
        {
            (_teller, _hearer, _random) = (teller, hearer, random);
            // Each row is a piece of its own.
            _tails = new RowTails<string, Row>(WaitingMax, _ => 40_000, Send, _time)
            {
                All = () => Own.Select(one => KeyValuePair.Create(one.Key, new Row(one.Key, one.Value))),
            };
            _tails.Meet(hearer);
            Hear();
        }

        public SortedDictionary<string, string> Own { get; } = [];

        public SortedDictionary<string, string> Told { get; } = [];

        public void Do(Kind kind)
        {
            var key = $"{_random.Next(8)}";
            switch (kind)
            {
                case Kind.Set: Own[key] = $"{_random.Next()}"; _tails.Add(key, new Row(key, Own[key])); break;
                case Kind.Remove: Own.Remove(key); _tails.Add(key, new Row(key, IsGone: true)); break;
                case Kind.Send: _time.Advance(TimeSpan.FromSeconds(1)); _tails.SendDue(); break;
                case Kind.Deliver: if (_pieces.TryDequeue(out var piece)) Deliver(piece); break;
                case Kind.Answer: if (_answers.TryDequeue(out var answer)) Take(answer); break;
                case Kind.Lose: _pieces.TryDequeue(out _); _answers.TryDequeue(out _); break;
                case Kind.Forget: Hear(); break;
            }
        }

        public void Heal()
        {
            // One that has forgotten learns it with the next change.
            Do(Kind.Set);
            for (var i = 0; i < 100; i++)
            {
                Do(Kind.Send);
                while (_pieces.Count + _answers.Count > 0)
                {
                    Do(Kind.Deliver);
                    Do(Kind.Answer);
                }
            }
        }

        private void Hear()
        {
            Told.Clear();
            _others = new PeerRows((_, row) =>
            {
                if (row.IsGone) Told.Remove(row.Key);
                else Told[row.Key] = row.Value!;
            });
            _others.Meet(_teller);
        }

        private void Send(IActorRef peer, RowPiece<Row> piece)
        {
            Assert.Equal(_hearer, peer);
            _pieces.Enqueue(new TellRows(_teller, piece.Number, piece.IsFirst, piece.IsLast, piece.Rows));
        }

        private void Deliver(TellRows piece) => _answers.Enqueue(_others.Take(piece)!);

        private void Take(RowsTaken answer) => _tails.Confirm(answer.Number, answer.HasMissed);
    }
}
