using System.Buffers;
using System.Text;
using Broker.Gateway.WebSockets.Frames;

namespace Broker.Gateway.Tests.WebSockets.Frames;

/// <summary>
/// Plays the transport for a reader: hands over pieces and whatever was not consumed before.
/// </summary>
internal sealed class Reading(FrameReaderSettings settings) : IDisposable
{
    private readonly FrameReader _reader = new(settings);
    private byte[] _rest = [];

    /// <summary>What was read so far, in words that a table can hold.</summary>
    public List<string> Events { get; } = [];

    public int HeldBytes => _reader.HeldBytes;

    /// <summary>The most that was held at any time that the reader was not at work.</summary>
    public int HeldBytesMax { get; private set; }

    public int RestLength => _rest.Length;

    public static List<string> Whole(
        FrameReaderSettings settings, byte[] bytes, int segmentLength = int.MaxValue)
    {
        using var reading = new Reading(settings);
        reading.Feed(bytes, segmentLength);
        return reading.Events;
    }

    public void Feed(ReadOnlySpan<byte> piece, int segmentLength = int.MaxValue)
    {
        var input = Sequence.Of([.. _rest, .. piece], segmentLength);
        FrameEvent read;
        do
        {
            read = _reader.Read(ref input);
            HeldBytesMax = Math.Max(HeldBytesMax, _reader.HeldBytes);
            if (read.Kind != FrameEventKind.NeedMore) Events.Add(Describe(read));
        }
        while (read.Kind != FrameEventKind.NeedMore);

        _rest = input.ToArray();
    }

    public void Dispose() => _reader.Dispose();

    private static string Describe(FrameEvent read) => read.Kind switch
    {
        FrameEventKind.Text => $"text {Encoding.UTF8.GetString(read.Payload.Span)}",
        FrameEventKind.Close => $"close {(int)read.CloseCode} {Encoding.UTF8.GetString(read.Payload.Span)}",
        FrameEventKind.Violation => $"{read.Violation} {(int)read.CloseCode}",
        var kind => $"{kind.ToString().ToLowerInvariant()} {Convert.ToHexString(read.Payload.Span)}",
    };
}
