using System.Buffers;
using Broker.Tcp.Framed;
using Broker.Tcp.Text;

namespace Broker.Tcp.Reading;

/// <summary>Reads what a client sends: its first byte decides in which form (contracts §3).</summary>
internal sealed class HubReader(int lineBytesMax, int bodyBytesMax) : ICommandReader
{
    private ICommandReader? _form;

    public bool AwaitsGap => _form?.AwaitsGap == true;

    public HubCommand Read(ref ReadOnlySequence<byte> buffer, InputEnd end)
    {
        if (_form is not null) return _form.Read(ref buffer, end);
        if (buffer.IsEmpty) return HubCommand.NeedMore;
        if (ForeignPreface.IsTls(buffer) is not { } isTls)
        {
            if (end is not InputEnd.Completed) return HubCommand.NeedMore;
        }
        else if (isTls)
        {
            return HubCommand.Foreign;
        }
        if (!IsPreamble(buffer))
        {
            _form = new TextCommandReader(lineBytesMax, bodyBytesMax);
            return _form.Read(ref buffer, end);
        }

        var command = Preamble.Read(ref buffer);
        if (command.Kind is HubCommandKind.Preamble)
            _form = new FrameCommandReader(fieldsBytesMax: lineBytesMax, bodyBytesMax);
        return command;
    }

    private static bool IsPreamble(in ReadOnlySequence<byte> buffer) =>
        new SequenceReader<byte>(buffer).TryPeek(out var first) && first == Preamble.FirstByte;
}
