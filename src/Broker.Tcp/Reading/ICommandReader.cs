using System.Buffers;

namespace Broker.Tcp.Reading;

/// <summary>
/// Makes commands of bytes. It knows no socket and no clock: whoever drives it brings the bytes, in any
/// pieces, and tells it of silence and of the end.
/// </summary>
internal interface ICommandReader
{
    /// <summary>True while a quiet gap would end something.</summary>
    bool AwaitsGap { get; }

    /// <summary>
    /// The next command, or <see cref="HubCommandKind.NeedMore"/>. Bytes that are dealt with leave the
    /// buffer; those that stay are to be there again the next time.
    /// </summary>
    HubCommand Read(ref ReadOnlySequence<byte> buffer, InputEnd end);
}
