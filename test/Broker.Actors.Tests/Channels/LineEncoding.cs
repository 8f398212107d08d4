using System.Buffers;
using Broker.Actors.Delivery;

namespace Broker.Actors.Tests.Channels;

/// <summary>One line for each publication: its content, which holds no line ends.</summary>
internal sealed class LineEncoding : IWireEncoding
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public Protocol Protocol { get; init; } = Protocol.Chat;

    /// <summary>What a relayed line begins with here.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Contents that this encoding leaves out.</summary>
    public Func<string, bool> LeavesOut { get; init; } = _ => false;

    /// <summary>Contents at which it fails, as a broken encoding would.</summary>
    public Func<string, bool> FailsAt { get; init; } = _ => false;

    /// <summary>What a gap looks like here; nothing by default.</summary>
    public string? Gap { get; init; }

    public ReadOnlyMemory<byte> EncodeGap(ChannelName channel, long offset, string epoch) => Gap is null
        ? default
        : System.Text.Encoding.UTF8.GetBytes($"{Gap} {epoch} {offset}\n");

    public void Encode(Publication publication, IBufferWriter<byte> output)
    {
        Interlocked.Increment(ref _calls);
        var text = publication.Text();
        if (FailsAt(text)) throw new InvalidDataException(text);
        if (LeavesOut(text)) return;

        output.Write(publication.Content.Span);
        output.Write("\n"u8);
    }
}
