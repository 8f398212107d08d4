using System.Globalization;
using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Actors.Hub;
using Broker.Actors.Telemetry;
using Broker.Actors.Tests.Channels;
using Broker.Actors.Tests.Connections;
using FsCheck;
using FsCheck.Fluent;
using static Broker.Actors.Connections.ConnectionProtocol;
using static Broker.Actors.Hub.HubProtocol;

namespace Broker.Actors.Tests.Hub;

/// <summary>
/// Any sequence of relays, joins, leaves, failures, slow and lost sockets over real connections. Each relay
/// is a number, so that every wire shows what reached it and in which order; its memory is spoiled as soon as
/// it is given back.
/// </summary>
public class RelayModelSpec : TestKit
{
    private static Arbitrary<List<Step>> Steps { get; } = (
        from kind in Gen.Frequency(
            (4, Gen.Constant(Kind.Join)),
            (2, Gen.Constant(Kind.Leave)),
            (9, Gen.Constant(Kind.Relay)),
            (2, Gen.Constant(Kind.RelayLarge)),
            (1, Gen.Constant(Kind.Boom)),
            (1, Gen.Elements(Kind.Stall, Kind.Write, Kind.Abandon)),
            (2, Gen.Constant(Kind.Switch)))
        from which in Gen.Choose(0, 6)
        select new Step(kind, which)).ListOf().Select(steps => steps.ToList()).ToArbitrary();

    private enum Kind { Join, Leave, Relay, RelayLarge, Boom, Stall, Write, Abandon, Switch }

    [Fact]
    public void Each_relay_settles_once_arrives_in_order_and_leaves_nothing_behind() =>
        Prop.ForAll(Steps, steps =>
        {
            var run = new Run(this);
            foreach (var step in steps) run.Do(step);
            run.End();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_socket_that_is_lost_within_a_line_has_shown_the_beginning_of_that_line_only()
    {
        var run = new Run(this);
        Step[] steps =
        [
            new(Kind.Join, 0), new(Kind.Relay, 1), new(Kind.Stall, 3), new(Kind.Relay, 1),
            new(Kind.Stall, 0), new(Kind.Abandon, 0), new(Kind.Relay, 1),
        ];
        foreach (var step in steps) run.Do(step);
        run.End();
    }

    private sealed record Step(Kind Kind, int Which);

    private sealed record Seat(IActorRef Ref, ulong Id, FakePort Port)
    {
        public ScriptedTransport Transport => Port.Transport;
    }

    private sealed class Run
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        private readonly LineEncoding[] _encodings =
            [new() { FailsAt = IsBoom }, new() { FailsAt = IsBoom, Prefix = "> " }];

        private readonly RelayModelSpec _spec;
        private readonly PoisoningPool _pool = new();
        private readonly PendingBytesLimit _budget = new(bytesMax: long.MaxValue);
        private readonly IActorRef _hub, _connections;
        private readonly Seat?[] _seats = new Seat?[3];
        private readonly List<ScriptedTransport> _wires = [];
        private readonly List<ScriptedRelay> _relays = [];
        private int _unsettled;
        private ulong _lastId;
        private bool _crashed, _abandoned;

        public Run(RelayModelSpec spec)
        {
            _spec = spec;
            _hub = spec.Sys.ActorOf(HubActor.PropsFor(ActorRefs.Nobody));
            _connections = spec.Sys.ActorOf(ConnectionRegistryActor.PropsFor(
                SpecSettings.Surroundings(new NodeActors(), _hub, _budget),
                new OutboxBytesLimit(long.MaxValue, () => { }, new BrokerMetrics(TimeProvider.System))));
        }

        public void Do(Step step)
        {
            var index = step.Which % 3;
            switch (step.Kind)
            {
                case Kind.Join when _seats[index] is null: Join(index); break;
                case Kind.Relay: Relay(step.Which, ""); break;
                case Kind.RelayLarge: Relay(step.Which, new string('x', 17_000)); break;
                case Kind.Boom: Relay(step.Which, "boom"); _crashed = true; break;
                case var kind when _seats[index] is { } seat: Do(kind, index, seat, step.Which); break;
            }
        }

        public void End()
        {
            AwaitSettled();
            // There is one hub in a process: each settles what reaches no mailbox.
            _connections.GracefulStop(Patience).Wait(Patience);
            _hub.GracefulStop(Patience).Wait(Patience);
            foreach (var wire in _wires) Write(wire);

            Assert.All(_relays, relay => Assert.Equal(1, relay.Ends));
            Assert.Equal((0L, 0), (_budget.Bytes, _pool.Rented));
            var arrived = _wires.Select(wire => WholeLines(wire).Select(NumberOf).ToArray()).ToArray();
            Assert.All(arrived, numbers => Assert.Equal(numbers.Distinct().Order(), numbers));
            for (var i = 0; i < _relays.Count && !_abandoned; i++)
            {
                var times = arrived.Count(numbers => numbers.Contains(i));
                Assert.True(_crashed ? times >= _relays[i].Receivers : times == _relays[i].Receivers);
            }
        }

        private void Do(Kind kind, int index, Seat seat, int which)
        {
            switch (kind)
            {
                case Kind.Leave: _spec.Sys.Stop(seat.Ref); _seats[index] = null; break;
                case Kind.Stall: AwaitSettled(); seat.Transport.Room = which; break;
                case Kind.Write: AwaitSettled(); Write(seat.Transport); break;
                case Kind.Abandon: seat.Transport.Outbox.Abandon(); _abandoned = true; break;
                case Kind.Switch: Switch(seat, _encodings[which % 2]); break;
            }
        }

        private static bool IsBoom(string line) => line.EndsWith("boom", StringComparison.Ordinal);

        // A socket that is lost within a line keeps the beginning of it; no other wire may end so.
        private static string[] WholeLines(ScriptedTransport wire)
        {
            var end = wire.Wire.LastIndexOf('\n') + 1;
            Assert.True(end == wire.Wire.Length || wire.Outbox.IsFinished, "half a line is missing");
            var lines = wire.Wire[..end].Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return [.. lines.Where(line => !line.EndsWith(nameof(JoinHubDone), StringComparison.Ordinal))];
        }

        private static int NumberOf(string line) =>
            int.Parse(line.Replace("> ", "", StringComparison.Ordinal)[..4], CultureInfo.InvariantCulture);

        private void Join(int index)
        {
            var port = new FakePort(ActorRefs.Nobody, SpecSettings.Outbox("bytes-max = 400"))
            {
                Encoding = _encodings[0],
            };
            _wires.Add(port.Transport);
            var connection = _connections.Ask<Connected>(new Connect(port, Name: null)).Result.Connection;
            _seats[index] = new Seat(connection, ++_lastId, port);
            connection.Tell(new JoinHubRequest(default, _lastId));
            // When it has handled that, the hub knows of it before any relay.
            connection.Ask<ActorIdentity>(new Identify(null)).Wait(Patience);
        }

        private static void Switch(Seat seat, LineEncoding encoding)
        {
            seat.Port.Encoding = encoding;
            seat.Ref.Tell(new JoinHubRequest(default, seat.Id));
        }

        private void Relay(int which, string text)
        {
            var relay = new ScriptedRelay(_pool, $"{_relays.Count:D4}{text}");
            // One that was never there stands for an empty seat.
            ulong[] to = [.. _seats.Where((_, i) => (which & (1 << i)) != 0).Select(seat => seat?.Id ?? 0)];
            to = [.. to.Distinct()];
            Assert.True(_budget.TryEnter(relay.Bytes, to.Length));
            relay.Expect(to.Length, _budget, _spec.TestActor, "settled");
            _hub.Tell(new Relay(to, relay), ActorRefs.Nobody);
            _relays.Add(relay);
            _unsettled++;
        }

        private void AwaitSettled()
        {
            for (; _unsettled > 0; _unsettled--) _spec.ExpectMsg("settled", Patience);
        }

        private static void Write(ScriptedTransport transport)
        {
            transport.Room = int.MaxValue;
            if (transport.IsWriterRunning) transport.WriteAll();
        }
    }
}
