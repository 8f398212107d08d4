using System.Buffers;
using Broker.Tcp.Relays;

namespace Broker.Tcp.Reading;

/// <summary>
/// Takes a body from the bytes of several reads. One that is all there stays where it is; until 64 KiB of a
/// larger one have come it stays there too, so that a client which only announces a body costs nothing.
/// </summary>
internal sealed class BodyCollector(int bodyBytesMax)
{
    private const int CollectFromBytes = 64 * 1024;

    private BodyBuffer? _collected;
    private int? _length;

    /// <summary>True when the body has begun.</summary>
    public bool HasBytes { get; private set; }

    /// <summary>Bytes that may still come until the body is over the limit.</summary>
    public int BytesLeft => bodyBytesMax - (_collected?.Length ?? 0);

    /// <param name="length">At most the limit; null when the body goes on until a gap.</param>
    public void Begin(int? length) => (_length, _collected, HasBytes) = (length, null, false);

    /// <returns>True when the body is complete: it is <paramref name="body"/>.</returns>
    public bool TryTake(ref ReadOnlySequence<byte> buffer, InputEnd end, out HubBody body)
    {
        body = default;
        HasBytes |= !buffer.IsEmpty;
        var missing = (_length ?? bodyBytesMax) - (_collected?.Length ?? 0);
        var isComplete = _length is null ? IsEnd(end) : buffer.Length >= missing;
        var bytes = buffer.Slice(0, Math.Min(missing, buffer.Length));
        if (isComplete && _collected is null)
        {
            body = new HubBody(bytes, Collected: null);
            buffer = buffer.Slice(bytes.End);
            return true;
        }

        if (!isComplete && _collected is null && bytes.Length < CollectFromBytes) return false;
        _collected ??= new BodyBuffer(_length ?? (int)bytes.Length);
        _collected.Append(bytes);
        buffer = buffer.Slice(bytes.End);
        if (!isComplete) return false;

        body = new HubBody(default, _collected);
        _collected = null;
        return true;
    }

    /// <summary>True when a body of unknown length goes past the limit with these bytes.</summary>
    public bool IsTooLong(in ReadOnlySequence<byte> buffer) =>
        _length is null && buffer.Length > BytesLeft;

    /// <summary>The body is not wanted, or will never be complete.</summary>
    public void Abandon()
    {
        _collected?.Release();
        _collected = null;
    }

    private bool IsEnd(InputEnd end) => end is InputEnd.Completed || (end is InputEnd.Gap && HasBytes);
}
