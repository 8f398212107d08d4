using System.Buffers;
using System.Text;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Connections;

/// <summary>
/// Real threads against one outbox whose socket fills up at random; bounded, and free of time.
/// </summary>
public class OutboxRaceSpec
{
    private const int Threads = 4;
    private const int OffersPerThread = 400;

    [Fact]
    public async Task Concurrent_offers_reach_the_wire_once_each_and_in_the_order_of_each_thread()
    {
        var transport = new RacingTransport(SpecSettings.Outbox());
        await OfferFromManyThreads(transport, SlowConsumerPolicy.Disconnect);

        foreach (var (thread, lines) in await transport.LinesByThread())
            Assert.Equal(Enumerable.Range(0, OffersPerThread * 2).Select(i => $"{thread}-{i}"), lines);
        Assert.Equal(0, transport.Budget.Bytes);
    }

    [Fact]
    public async Task Concurrent_offers_that_drop_keep_lines_whole_and_in_order()
    {
        var transport = new RacingTransport(SpecSettings.Outbox("bytes-max = 500"));
        await OfferFromManyThreads(transport, SlowConsumerPolicy.DropOldest);

        foreach (var (thread, lines) in await transport.LinesByThread())
        {
            var numbers = lines.Select(
                line => int.Parse(line[(line.IndexOf('-', StringComparison.Ordinal) + 1)..], null));
            Assert.Equal(numbers.Order().Distinct(), numbers);
            Assert.InRange(int.Parse(thread, null), 0, Threads - 1);
        }
        Assert.Equal(0, transport.Budget.Bytes);
    }

    [Fact]
    public async Task Abandoning_in_the_middle_leaves_nothing_in_the_budget()
    {
        var transport = new RacingTransport(SpecSettings.Outbox()) { AbandonsAfterBytes = 2000 };
        await OfferFromManyThreads(transport, SlowConsumerPolicy.Disconnect);

        await transport.Ended;
        Assert.Equal(0, transport.Budget.Bytes);
        Assert.Equal(0, transport.Outbox.WaitingBytes);
    }

    private static async Task OfferFromManyThreads(RacingTransport transport, SlowConsumerPolicy policy)
    {
        using var start = new Barrier(Threads);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                var channel = Names.Channel($"thread-{thread}");
                start.SignalAndWait();
                for (var i = 0; i < OffersPerThread; i++)
                    transport.Outbox.Offer(
                        Lines($"{thread}-{2 * i}", $"{thread}-{(2 * i) + 1}"), channel, policy);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        transport.Outbox.Close(default, dropDeliveries: false);
    }

    private sealed class RacingTransport : IOutboxTransport
    {
        private readonly ArrayBufferWriter<byte> _wire = new();
        private readonly TaskCompletionSource _ended =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Random _random = new(20300102);
        private int _inside;

        public RacingTransport(OutboxSettings settings)
        {
            Outbox = new Outbox(this, settings, Budget);
            Outbox.Open();
        }

        public Outbox Outbox { get; }

        public OutboxBytesLimit Budget { get; } = new(
            long.MaxValue, () => { }, new BrokerMetrics(TimeProvider.System));

        public int AbandonsAfterBytes { get; init; } = int.MaxValue;

        /// <summary>The outbox has finished, and no two threads were ever on the wire at once.</summary>
        public Task Ended => _ended.Task;

        public int TrySend(ReadOnlySpan<byte> bytes) =>
            Write(_random.Next(4) == 0 ? bytes[.._random.Next(bytes.Length)] : bytes);

        public void ScheduleWriter() => Task.Run(() =>
        {
            var pieces = new List<ReadOnlyMemory<byte>>();
            while (Outbox.Take(pieces))
            {
                foreach (var piece in pieces) Write(piece.Span);
                pieces.Clear();
            }
            if (Outbox.IsFinished) _ended.TrySetResult();
        });

        public async Task<IEnumerable<KeyValuePair<string, string[]>>> LinesByThread()
        {
            await Ended;
            var wire = Encoding.UTF8.GetString(_wire.WrittenSpan);
            return wire.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .GroupBy(line => line.Split('-')[0])
                .Select(group => KeyValuePair.Create(group.Key, group.ToArray()));
        }

        private int Write(ReadOnlySpan<byte> bytes)
        {
            if (Interlocked.Exchange(ref _inside, 1) == 1)
                _ended.TrySetException(new InvalidOperationException("two threads on the wire"));
            _wire.Write(bytes);
            if (_wire.WrittenCount > AbandonsAfterBytes)
            {
                Outbox.Abandon();
                _ended.TrySetResult();
            }
            Volatile.Write(ref _inside, 0);
            return bytes.Length;
        }
    }
}
