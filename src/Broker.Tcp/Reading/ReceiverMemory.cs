using System.Buffers;
using Broker.Actors.Hub;

namespace Broker.Tcp.Reading;

/// <summary>
/// The last receivers of a client and how it wrote them: who writes the same again gets the same object, and
/// nothing is parsed.
/// </summary>
internal sealed class ReceiverMemory
{
    // What 255 ids of usual length take; a longer list is parsed each time.
    private const int WrittenBytesMax = 2048;

    private byte[] _written = [];

    public HubReceivers? Last { get; private set; }

    public bool IsLast(in ReadOnlySequence<byte> written)
    {
        if (_written.Length == 0 || written.Length != _written.Length) return false;
        if (written.IsSingleSegment) return written.FirstSpan.SequenceEqual(_written);

        var reader = new SequenceReader<byte>(written);
        return reader.IsNext(_written);
    }

    public HubReceivers Remember(in ReadOnlySequence<byte> written, IReadOnlyList<ulong> ids)
    {
        _written = written.Length <= WrittenBytesMax ? written.ToArray() : [];
        return Last = new HubReceivers(ids);
    }
}
