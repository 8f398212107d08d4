using System.Buffers;
using System.Globalization;
using System.Text;
using Broker.Actors;
using Broker.Gateway.Text;

namespace Broker.Gateway.Broadcast;

/// <summary>
/// An event's <c>id</c>: epoch and offset, <c>3f9c0a17d2e4-7</c>. A client that comes back with it after a
/// restart gets what it missed, or is told that something may be missing.
/// </summary>
internal static class SsePosition
{
    private const char Separator = '-';

    public static void Write(Publication publication, IBufferWriter<byte> output)
    {
        Encoding.ASCII.GetBytes(publication.Epoch, output);
        output.Write("-"u8);
        output.WriteNumber(publication.Offset);
    }

    /// <summary>Reads an id, or a bare offset, which is taken to be of an epoch.</summary>
    /// <returns>A point that no channel was ever at for a text that is neither.</returns>
    public static StreamPosition Read(string id, string? epoch)
    {
        var separator = id.LastIndexOf(Separator);
        if (separator > 0) epoch = id[..separator];
        return long.TryParse(
            id.AsSpan(separator + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            && separator != 0
            ? new StreamPosition(offset, epoch)
            : StreamPosition.Unknown;
    }
}
