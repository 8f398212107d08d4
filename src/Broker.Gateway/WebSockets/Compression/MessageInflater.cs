using System.IO.Compression;
using Broker.Gateway.WebSockets.Frames;

namespace Broker.Gateway.WebSockets.Compression;

/// <summary>Undoes permessage-deflate for one message without context takeover (RFC 7692 §7.2.2).</summary>
internal static class MessageInflater
{
    /// <summary>
    /// Finished deflate streams accepted inside one message. A sender that flushes with BFINAL (RFC 7692
    /// §7.2.3.4) makes one per message; each one costs an inflater, so a message of nothing else would be an
    /// attack.
    /// </summary>
    private const int FinishedMax = 16;
    private const int StepBytes = 4096;

    private enum Outcome { Done, FinishedEarly, Invalid, TooBig }

    /// <summary>
    /// Appends the inflated message to <paramref name="output"/>, which never grows past
    /// <paramref name="bytesMax"/>: a bomb is refused while it inflates, not after.
    /// </summary>
    public static FrameViolation Inflate(ReadOnlyMemory<byte> payload, int bytesMax, ref MessageBuffer output)
    {
        for (var finished = 0; finished <= FinishedMax; finished++)
        {
            // Also a message of no bytes at all, where RFC 7692 §7.2.3.6 would have one.
            if (payload.IsEmpty) return FrameViolation.None;

            var before = output.Length;
            var outcome = Run(new DeflatedMessage(payload, readBytesMax: int.MaxValue), bytesMax, ref output);
            if (outcome != Outcome.FinishedEarly)
            {
                return outcome switch
                {
                    Outcome.Done => FrameViolation.None,
                    Outcome.TooBig => FrameViolation.MessageTooBig,
                    _ => FrameViolation.DeflateInvalid,
                };
            }

            // The framework reads ahead and does not say where a stream ended; reading single bytes shows it.
            output.Advance(before - output.Length);
            var source = new DeflatedMessage(payload, readBytesMax: 1);
            Run(source, bytesMax, ref output);
            payload = payload[Math.Min(source.BytesRead, payload.Length)..];
        }

        return FrameViolation.DeflateInvalid;
    }

    private static Outcome Run(DeflatedMessage source, int bytesMax, ref MessageBuffer output)
    {
        try
        {
            using var inflater = new DeflateStream(source, CompressionMode.Decompress);
            Span<byte> oneTooMany = stackalloc byte[1];
            while (true)
            {
                var room = Math.Min(StepBytes, bytesMax - output.Length);
                var count = inflater.Read(room > 0 ? output.GetSpan(room, lengthMax: bytesMax) : oneTooMany);
                if (count == 0) break;
                if (room == 0) return Outcome.TooBig;
                output.Advance(count);
            }
        }
        catch (InvalidDataException)
        {
            return Outcome.Invalid;
        }

        if (source.IsReadPastEnd) return Outcome.Invalid;
        return source.IsEndRead ? Outcome.Done : Outcome.FinishedEarly;
    }
}
