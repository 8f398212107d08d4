using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;
using Broker.Gateway.WebSockets.Compression;

namespace Broker.Gateway.WebSockets.Frames;

/// <summary>
/// Turns a client's bytes into events, one per <see cref="Read"/>: whole messages, control frames in between,
/// and at most one close or violation, after which input is only dropped. Payload is consumed as it comes, so
/// a message may be larger than what the transport holds. A pooled array is held only while a message is
/// incomplete or handed out: an idle connection has none. Not thread-safe.
/// </summary>
internal sealed class FrameReader(FrameReaderSettings settings) : IDisposable
{
    private MessageBuffer _message, _handedOut;
    private int _received, _remaining;
    private uint _maskKey;
    private Utf8Validator _text;
    private int _fragments;
    private Opcode _opcode;
    private bool _isCompressed, _isFinal, _inPayload, _ended;

    /// <summary>Bytes of pooled memory held now.</summary>
    public int HeldBytes => _message.Capacity + _handedOut.Capacity;

    /// <summary>Whether a message or a frame's payload has begun and not ended.</summary>
    public bool IsInMessage => _fragments > 0;

    /// <summary>Whether a fresh reader would read on just as well.</summary>
    public bool IsSpent => !IsInMessage && !_ended && HeldBytes == 0;

    /// <summary>
    /// Consumes from the front of <paramref name="input"/> up to the next event and leaves the rest in it.
    /// The payload of the event before is no longer valid. On <see cref="FrameEventKind.NeedMore"/> what is
    /// left is the beginning of a head or of a control frame: at most 130 bytes, to be seen again together
    /// with more.
    /// </summary>
    public FrameEvent Read(ref ReadOnlySequence<byte> input)
    {
        _handedOut.Release();
        while (!_ended)
        {
            if (_inPayload)
            {
                if (!ReadPayload(ref input)) return Fail(FrameViolation.TextNotUtf8);
                if (_remaining > 0) return default;
                _inPayload = false;
                if (_isFinal) return EndMessage();
            }

            var payloadMax = settings.MessageBytesMax - _received;
            if (!FrameHeader.TryRead(input, payloadMax, out var header, out var violation))
                return violation == FrameViolation.None ? default : Fail(violation);

            if (header.IsControl)
            {
                if (input.Length < header.Length + header.PayloadLength) return default;
                return ReadControl(ref input, header);
            }

            violation = Begin(header);
            if (violation != FrameViolation.None) return Fail(violation);
            input = input.Slice(header.Length);
        }

        input = input.Slice(input.End);
        return default;
    }

    /// <summary>
    /// Gives back what is held; to be called when the connection ends, whatever was read last.
    /// </summary>
    public void Dispose()
    {
        _message.Release();
        _handedOut.Release();
        _ended = true;
    }

    private FrameViolation Begin(in FrameHeader header)
    {
        var isContinuation = header.Opcode == Opcode.Continuation;
        if (isContinuation && _fragments == 0) return FrameViolation.ContinuationWithoutStart;
        if (!isContinuation && _fragments > 0) return FrameViolation.MessageInsideMessage;
        if (header.Rsv1 && (isContinuation || !settings.Deflate)) return FrameViolation.ReservedBits;
        if (_fragments == settings.FragmentsMax) return FrameViolation.TooManyFragments;

        if (!isContinuation) (_opcode, _isCompressed) = (header.Opcode, header.Rsv1);
        _fragments++;
        (_isFinal, _remaining, _maskKey) = (header.IsFinal, header.PayloadLength, header.MaskKey);
        _inPayload = true;
        return FrameViolation.None;
    }

    // False when the bytes prove that the text is not UTF-8, without waiting for the rest (RFC 6455 §8.1).
    private bool ReadPayload(ref ReadOnlySequence<byte> input)
    {
        var payload = input.Slice(0, Math.Min(input.Length, _remaining));
        foreach (var segment in payload)
        {
            if (!(settings.IgnorePayload ? Skip(segment.Span) : Store(segment.Span))) return false;
            _received += segment.Length;
            _remaining -= segment.Length;
        }

        input = input.Slice(payload.End);
        return true;
    }

    private bool Store(ReadOnlySpan<byte> masked)
    {
        var plain = _message.GetSpan(masked.Length, lengthMax: _message.Length + _remaining);
        _maskKey = Masking.Apply(masked, plain, _maskKey);
        _message.Advance(masked.Length);
        return !IsPlainText || _text.Append(plain);
    }

    private bool Skip(ReadOnlySpan<byte> masked)
    {
        Span<byte> scratch = stackalloc byte[512];
        while (IsPlainText && !masked.IsEmpty)
        {
            var length = Math.Min(masked.Length, scratch.Length);
            _maskKey = Masking.Apply(masked[..length], scratch, _maskKey);
            if (!_text.Append(scratch[..length])) return false;
            masked = masked[length..];
        }

        return true;
    }

    private bool IsPlainText => _opcode == Opcode.Text && !_isCompressed;

    private FrameEvent EndMessage()
    {
        if (!_text.IsComplete) return Fail(FrameViolation.TextNotUtf8);

        (_received, _fragments) = (0, 0);
        (_handedOut, _message) = (_message, default);
        if (_isCompressed && !settings.IgnorePayload)
        {
            var violation = InflateHandedOut();
            if (violation != FrameViolation.None) return Fail(violation);
        }

        var kind = _opcode == Opcode.Text ? FrameEventKind.Text : FrameEventKind.Binary;
        return new FrameEvent { Kind = kind, Payload = _handedOut.Written };
    }

    private FrameViolation InflateHandedOut()
    {
        var violation = MessageInflater.Inflate(_handedOut.Written, settings.MessageBytesMax, ref _message);
        _handedOut.Release();
        (_handedOut, _message) = (_message, default);
        if (violation != FrameViolation.None || _opcode != Opcode.Text) return violation;

        return Utf8.IsValid(_handedOut.Written.Span) ? FrameViolation.None : FrameViolation.TextNotUtf8;
    }

    private FrameEvent ReadControl(ref ReadOnlySequence<byte> input, in FrameHeader header)
    {
        var payload = input.Slice(header.Length, header.PayloadLength);
        if (header.PayloadLength > 0)
        {
            var body = _handedOut.GetSpan(header.PayloadLength, header.PayloadLength);
            payload.CopyTo(body);
            Masking.Apply(body, body, header.MaskKey);
            _handedOut.Advance(header.PayloadLength);
        }

        input = input.Slice(payload.End);
        return header.Opcode switch
        {
            Opcode.Ping => new FrameEvent { Kind = FrameEventKind.Ping, Payload = _handedOut.Written },
            Opcode.Pong => new FrameEvent { Kind = FrameEventKind.Pong, Payload = _handedOut.Written },
            _ => ReadClose(_handedOut.Written),
        };
    }

    // RFC 6455 §5.5.1: no body, or a code and a reason.
    private FrameEvent ReadClose(ReadOnlyMemory<byte> body)
    {
        if (body.Length == 1) return Fail(FrameViolation.CloseBodyTooShort);

        var code = CloseCode.NoStatus;
        if (body.Length > 1)
        {
            code = (CloseCode)BinaryPrimitives.ReadUInt16BigEndian(body.Span);
            if (!code.MayBeSent()) return Fail(FrameViolation.CloseCodeInvalid);
            body = body[sizeof(ushort)..];
            if (!Utf8.IsValid(body.Span)) return Fail(FrameViolation.CloseReasonNotUtf8);
        }

        _message.Release();
        _ended = true;
        return new FrameEvent { Kind = FrameEventKind.Close, CloseCode = code, Payload = body };
    }

    private FrameEvent Fail(FrameViolation violation)
    {
        Dispose();
        return new FrameEvent
        {
            Kind = FrameEventKind.Violation,
            Violation = violation,
            CloseCode = violation.CloseCode(),
        };
    }
}
