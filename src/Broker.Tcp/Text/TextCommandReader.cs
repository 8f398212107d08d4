using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Broker.Actors.Hub;
using Broker.Tcp.Reading;

namespace Broker.Tcp.Text;

/// <summary>
/// Reads the text form (contracts §3, docs/protocol.md §6.3). After every refusal it is in step: a refused
/// message whose length is known is dropped by that, any other up to the quiet gap; then the refusal is told
/// only when that has come, so that a client which waits for it may go on at once.
/// </summary>
internal sealed class TextCommandReader(int lineBytesMax, int bodyBytesMax) : ICommandReader
{
    private readonly LineReader _lines = new(lineBytesMax);
    private readonly BodyCollector _bodies = new(bodyBytesMax);
    private readonly ReceiverMemory _receivers = new();
    private State _state;
    private TextCommand _command;
    private HubReceivers? _to;

    // Of the message that is being dropped: how much of it is left, null until the gap; and what is still to
    // be told.
    private long? _dropLength;
    private long _dropped;
    private string? _error;

    private enum State
    {
        Command,
        Receivers,
        Body,
        Drop,
    }

    public bool AwaitsGap => _state switch
    {
        State.Body => _command.Length is null && _bodies.HasBytes,
        State.Drop => _dropLength is null,
        _ => false,
    };

    public HubCommand Read(ref ReadOnlySequence<byte> buffer, InputEnd end)
    {
        while (true)
        {
            var command = _state switch
            {
                State.Command => ReadCommand(ref buffer, end),
                State.Receivers => ReadReceivers(ref buffer, end),
                State.Body => ReadBody(ref buffer, end),
                _ => Drop(ref buffer, end),
            };
            if (command is { } found) return found;
        }
    }

    /// <summary>Null to read on, in a new state.</summary>
    private HubCommand? ReadCommand(ref ReadOnlySequence<byte> buffer, InputEnd end)
    {
        var result = _lines.Read(ref buffer, end is InputEnd.Completed, out var line);
        if (result is LineResult.NeedMore) return HubCommand.NeedMore;
        if (result is LineResult.Foreign) return HubCommand.Foreign;
        if (result is LineResult.TooLong) return HubCommand.Refuse(TooLongLine);

        _command = TextCommand.Parse(line);
        switch (_command.Kind)
        {
            case HubCommandKind.NeedMore: return null;
            case HubCommandKind.Refused: return HubCommand.Refuse(_command.Detail!);
            case HubCommandKind.Identity or HubCommandKind.List: return new HubCommand(_command.Kind);
            case HubCommandKind.Relay: _state = State.Receivers; return null;
            default: return BeginBody();
        }
    }

    private HubCommand? ReadReceivers(ref ReadOnlySequence<byte> buffer, InputEnd end)
    {
        var result = _lines.Read(ref buffer, end is InputEnd.Completed, out var line);
        if (result is LineResult.NeedMore)
            return end is InputEnd.Completed ? Refuse("the relay ends before its ids") : HubCommand.NeedMore;
        if (result is LineResult.TooLong) return RefuseReceivers(TooLongLine);

        if (result is LineResult.Complete && TryGetReceivers(line, out _to)) return BeginBody();
        return RefuseReceivers("the second line of a relay is ids with commas, such as 2, 3");
    }

    private HubCommand? BeginBody()
    {
        if (_command.Length > bodyBytesMax) return DropKnown(TooLongBody);

        _bodies.Begin((int?)_command.Length);
        _state = State.Body;
        return null;
    }

    private HubCommand? ReadBody(ref ReadOnlySequence<byte> buffer, InputEnd end)
    {
        if (_bodies.IsTooLong(buffer))
        {
            var allowed = _bodies.BytesLeft;
            _bodies.Abandon();
            return DropUntilGap(TooLongBody, allowed);
        }
        if (_bodies.TryTake(ref buffer, end, out var body))
        {
            _state = State.Command;
            return new HubCommand(_command.Kind) { To = _to, Body = body };
        }
        if (end is not InputEnd.Completed) return HubCommand.NeedMore;

        _bodies.Abandon();
        buffer = buffer.Slice(buffer.End);
        return Refuse("the body ends before its length");
    }

    private HubCommand? Drop(ref ReadOnlySequence<byte> buffer, InputEnd end)
    {
        // A length counts from behind the line of ids, also where that line was too long.
        if (_dropLength is not null && !_lines.TryLeave(ref buffer)) return HubCommand.NeedMore;

        var bytes = Math.Min(_dropLength ?? long.MaxValue, buffer.Length);
        buffer = buffer.Slice(bytes);
        _dropped += bytes;
        if (_dropLength is not null) _dropLength -= bytes;
        if (end is InputEnd.Completed || (_dropLength is null ? end is InputEnd.Gap : _dropLength == 0))
        {
            _state = State.Command;
            return TakeError();
        }
        // A client that sends as much again does not wait for the gap.
        return (_dropped > bodyBytesMax ? TakeError() : null) ?? HubCommand.NeedMore;
    }

    private bool TryGetReceivers(
        in ReadOnlySequence<byte> line, [NotNullWhen(true)] out HubReceivers? receivers)
    {
        receivers = _receivers.IsLast(line) ? _receivers.Last : null;
        if (receivers is null && IdLine.Parse(line) is { } ids) receivers = _receivers.Remember(line, ids);
        return receivers is not null;
    }

    private HubCommand? RefuseReceivers(string detail) =>
        _command.Length is null ? DropUntilGap(detail) : DropKnown(detail);

    private HubCommand? DropKnown(string detail)
    {
        Drop(_command.Length, error: null);
        return HubCommand.Refuse(detail);
    }

    /// <param name="detail">What is wrong.</param>
    /// <param name="allowed">Bytes of the buffer that are within the limit of the body.</param>
    private HubCommand? DropUntilGap(string detail, int allowed = 0)
    {
        _lines.Leave();
        Drop(length: null, detail, allowed);
        return null;
    }

    private void Drop(long? length, string? error, int allowed = 0) =>
        (_state, _dropLength, _dropped, _error) = (State.Drop, length, -allowed, error);

    private HubCommand Refuse(string detail)
    {
        _state = State.Command;
        return HubCommand.Refuse(detail);
    }

    private HubCommand? TakeError()
    {
        var error = _error;
        _error = null;
        return error is null ? null : HubCommand.Refuse(error);
    }

    private string TooLongLine => $"a line has at most {lineBytesMax} bytes";

    private string TooLongBody => $"a body has at most {bodyBytesMax} bytes";
}
