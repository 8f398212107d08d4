using System.Buffers;
using Broker.Actors.Hub;
using Broker.Tcp.Reading;

namespace Broker.Tcp.Framed;

/// <summary>
/// Reads a client's frames (docs/protocol.md §6.9). A frame that asks for too much is refused and dropped by
/// its length; one whose fields do not fit it breaks the connection, for then nothing behind it can be
/// trusted.
/// </summary>
internal sealed class FrameCommandReader(int fieldsBytesMax, int bodyBytesMax) : ICommandReader
{
    private readonly BodyCollector _bodies = new(bodyBytesMax);
    private readonly ReceiverMemory _receivers = new();
    private HubCommand? _awaitingBody;
    private long _dropLength;

    // IdleTimer means nothing between frames.
    public bool AwaitsGap => false;

    public HubCommand Read(ref ReadOnlySequence<byte> buffer, InputEnd end)
    {
        var dropped = Math.Min(_dropLength, buffer.Length);
        buffer = buffer.Slice(dropped);
        _dropLength -= dropped;
        if (_dropLength > 0 || (buffer.IsEmpty && _awaitingBody is null)) return HubCommand.NeedMore;

        if (_awaitingBody is null)
        {
            var command = ReadHead(ref buffer);
            if (command.Kind is not (HubCommandKind.Echo or HubCommandKind.Relay)) return command;
            _awaitingBody = command;
        }
        if (!_bodies.TryTake(ref buffer, end, out var body)) return HubCommand.NeedMore;

        var complete = _awaitingBody.Value with { Body = body };
        _awaitingBody = null;
        return complete;
    }

    /// <summary>Everything ahead of the body: the buffer loses it when it is all there.</summary>
    private HubCommand ReadHead(ref ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        var result = Varint.Read(ref reader, out var length);
        if (result is VarintResult.NeedMore) return HubCommand.NeedMore;
        if (result is VarintResult.Malformed || length is 0 or > int.MaxValue)
            return HubCommand.Break("the length of a frame is out of bounds");

        var frame = buffer.Slice(reader.Position);
        frame = frame.Slice(0, Math.Min((long)length, frame.Length));
        var fields = new FrameFields(frame, (int)length);
        var command = ReadFields(ref fields);
        var fieldsBytes = command.Kind is HubCommandKind.NeedMore ? frame.Length : fields.Consumed;
        if (fieldsBytes > fieldsBytesMax)
            return HubCommand.Break($"the fields of a frame have at most {fieldsBytesMax} bytes");
        if (command.Kind is HubCommandKind.NeedMore or HubCommandKind.Broken) return command;

        buffer = buffer.Slice(reader.Consumed + fields.Consumed);
        return BeginBody(command, fields.Left);
    }

    private HubCommand BeginBody(HubCommand command, int length)
    {
        switch (command.Kind)
        {
            case HubCommandKind.Refused:
                _dropLength = length;
                return command;
            case HubCommandKind.Identity or HubCommandKind.List:
                return length == 0 ? command : HubCommand.Break("a frame has more than its fields");
        }
        if (length > bodyBytesMax)
        {
            _dropLength = length;
            return HubCommand.Refuse($"a body has at most {bodyBytesMax} bytes", command.Mark);
        }
        _bodies.Begin(length);
        return command;
    }

    private HubCommand ReadFields(ref FrameFields fields)
    {
        fields.ReadByte(out var type);
        fields.ReadNumber(out var mark);
        if (fields.Problem is { } problem) return problem;

        return (FrameType)type switch
        {
            FrameType.Identity => new HubCommand(HubCommandKind.Identity) { Mark = mark },
            FrameType.List => new HubCommand(HubCommandKind.List) { Mark = mark },
            FrameType.Echo => new HubCommand(HubCommandKind.Echo) { Mark = mark },
            FrameType.Relay => ReadReceivers(ref fields, mark),
            _ => HubCommand.Refuse($"there is no frame type {type}", mark),
        };
    }

    private HubCommand ReadReceivers(ref FrameFields fields, ulong mark)
    {
        var to = ReadReceivers(ref fields);
        if (fields.Problem is { } problem) return problem;
        return to is null
            ? HubCommand.Refuse("there was no relay whose receivers could be meant", mark)
            : new HubCommand(HubCommandKind.Relay) { Mark = mark, To = to };
    }

    private HubReceivers? ReadReceivers(ref FrameFields fields)
    {
        fields.ReadNumber(out var count);
        if (count == 0) return _receivers.Last;
        if (!fields.TryReadNumbers(count, out var written)) return null;
        return _receivers.IsLast(written)
            ? _receivers.Last
            : _receivers.Remember(written, FrameFields.NumbersOf(written, (int)count));
    }
}
