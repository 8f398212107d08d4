using System.Buffers;
using Broker.Actors;
using Broker.Actors.Delivery;

namespace Broker.Tcp.Text;

/// <summary>Deliveries in text form: the content and nothing else (contracts §3).</summary>
internal sealed class HubTextEncoding : IWireEncoding
{
    public static readonly HubTextEncoding Instance = new();

    private HubTextEncoding()
    {
    }

    public Protocol Protocol => Protocol.Hub;

    public void Encode(Publication publication, IBufferWriter<byte> output) =>
        output.Write(publication.Content.Span);
}
