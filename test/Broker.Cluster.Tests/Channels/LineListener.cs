using System.Buffers;
using System.Text;
using Broker.Actors;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Cluster.Tests.Channels;

/// <summary>
/// A subscriber whose socket takes everything at once: one line for each publication, and one for each gap
/// that it is told.
/// </summary>
internal sealed class LineListener : IOutboxTransport
{
    private const string Gap = "\t(a gap)";

    private static readonly LineEncoding Lines = new();
    private static readonly OutboxSettings Unbounded = new(long.MaxValue, long.MaxValue);

    private readonly List<string> _received = [];
    private readonly List<ReadOnlyMemory<byte>> _taken = [];
    private readonly Outbox _outbox;

    public LineListener(TestProbe probe, string channel)
    {
        (Probe, Channel) = (probe, channel);
        var budget = new OutboxBytesLimit(long.MaxValue, () => { }, new BrokerMetrics(TimeProvider.System));
        _outbox = new Outbox(this, Unbounded, budget);
        _outbox.Open();
    }

    public TestProbe Probe { get; }

    public string Channel { get; }

    /// <summary>How many subscribers the channel had on all nodes with this one.</summary>
    public int Subscribers { get; set; }

    /// <summary>Contents, in the order of their arrival.</summary>
    public string[] Received => [.. All.Where(line => line != Gap)];

    /// <summary>How often it was told that something may be missing.</summary>
    public int Gaps => All.Count(line => line == Gap);

    private string[] All
    {
        get
        {
            lock (_received) return [.. _received];
        }
    }

    public Subscribe Subscribe() => new(ChannelNode.Name(Channel), Probe, _outbox, Lines);

    public int TrySend(ReadOnlySpan<byte> bytes)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lock (_received) _received.AddRange(lines);
        return bytes.Length;
    }

    public void ScheduleWriter() => ThreadPool.QueueUserWorkItem(_ =>
    {
        while (_outbox.Take(_taken))
        {
            foreach (var piece in _taken) TrySend(piece.Span);
            _taken.Clear();
        }
    });

    private sealed class LineEncoding : IWireEncoding
    {
        public Protocol Protocol => Protocol.Chat;

        public ReadOnlyMemory<byte> EncodeGap(ChannelName channel, long offset, string epoch) =>
            Encoding.UTF8.GetBytes(Gap + "\n");

        public void Encode(Publication publication, IBufferWriter<byte> output)
        {
            output.Write(publication.Content.Span);
            output.Write("\n"u8);
        }
    }
}
