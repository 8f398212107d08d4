using System.Buffers;
using System.Text;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;

namespace Broker.Actors.Tests.Connections;

/// <summary>
/// A socket whose room is decided by the spec. Its writer runs when the spec says so; all that reached the
/// wire is in <see cref="Wire"/>.
/// </summary>
internal sealed class ScriptedTransport : IOutboxTransport
{
    private readonly ArrayBufferWriter<byte> _wire = new();
    private readonly List<ReadOnlyMemory<byte>> _taken = [];

    public ScriptedTransport(
        OutboxSettings? settings = null, OutboxBytesLimit? budget = null, bool isShut = false)
    {
        Budget = budget ?? new OutboxBytesLimit(
            long.MaxValue, () => { }, new BrokerMetrics(TimeProvider.System));
        Outbox = new Outbox(this, settings ?? SpecSettings.Outbox(), Budget);
        if (isShut) return;

        Outbox.Open();
        WriteAll();
        WritersScheduled = 0;
    }

    public Outbox Outbox { get; }

    public OutboxBytesLimit Budget { get; }

    /// <summary>Bytes the socket takes at once; all by default.</summary>
    public int Room { get; set; } = int.MaxValue;

    /// <summary>Happens while the socket is being written to, on the thread that writes.</summary>
    public Action? DuringSend { get; set; }

    public int Sends { get; private set; }

    public int WritersScheduled { get; private set; }

    /// <summary>
    /// True from when the outbox asks for the writer until the writer is told that nothing waits.
    /// </summary>
    public bool IsWriterRunning { get; private set; }

    public string Wire => Encoding.UTF8.GetString(_wire.WrittenSpan);

    public string[] Lines => Wire.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public int TrySend(ReadOnlySpan<byte> bytes)
    {
        Assert.False(IsWriterRunning, "a send overtakes the writer");
        Sends++;
        var during = DuringSend;
        DuringSend = null;
        during?.Invoke();

        var sent = Math.Min(Room, bytes.Length);
        if (Room != int.MaxValue) Room -= sent;
        _wire.Write(bytes[..sent]);
        return sent;
    }

    public void ScheduleWriter()
    {
        Assert.False(IsWriterRunning, "two writers");
        IsWriterRunning = true;
        WritersScheduled++;
    }

    /// <summary>
    /// The writer's first half: takes what waits, and stands with it in front of a full socket.
    /// </summary>
    public bool Take()
    {
        foreach (var piece in _taken) _wire.Write(piece.Span);
        _taken.Clear();
        return IsWriterRunning = Outbox.Take(_taken);
    }

    /// <summary>The writer, until nothing waits.</summary>
    public void WriteAll()
    {
        while (Take())
        {
        }
    }
}
