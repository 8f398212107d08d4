using System.Runtime.Serialization;
using Akka.Configuration;
using Akka.Serialization;
using Broker.Actors.Auction;
using Broker.Actors.Channels;
using Broker.Actors.Cluster.Questions;
using Broker.Actors.Cluster.Rows;
using Broker.Actors.Hub;
using Broker.Actors.Ids;
using Broker.Actors.Limits;
using Broker.Actors.Naming;
using Broker.Actors.Users;
using ShardPassivate = Akka.Cluster.Sharding.Passivate;

namespace Broker.Actors.Cluster;

/// <summary>
/// Turns every message that crosses nodes into bytes and back. A manifest names the message and its version:
/// a field that a later version adds gets a new manifest, which the version before is not sent while both
/// run (<see cref="WireVersion"/>).
/// </summary>
public sealed class BrokerSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>The number of the serializer, the same on all nodes.</summary>
    public const int SerializerId = 3502;

    // It stays on its node: it is written only where every message is, as in specs.
    private static readonly WireFormat OfPassivate =
        WireFormat.Of<ShardPassivate>("pa1", (_, _) => { }, _ => EntityProtocol.Passivate.Instance);

    private static readonly Dictionary<Type, WireFormat> ByType = [];
    private static readonly Dictionary<string, WireFormat> ByManifest = new(StringComparer.Ordinal);

    static BrokerSerializer()
    {
        IEnumerable<WireFormat> all =
        [
            .. HomeWireFormats.All, .. NodeWireFormats.All,
            .. AuctionWireFormats.All, .. IdWireFormats.All, .. TokenWireFormats.All,
            .. NameWireFormats.All, .. HubNodeWireFormats.All, .. RowWireFormats.All, .. RateWireFormats.All,
            .. HeartbeatWireFormats.All, .. QuestionWireFormats.All, OfPassivate,
        ];
        foreach (var format in all)
        {
            ByType.Add(format.Type, format);
            ByManifest.Add(format.Manifest, format);
        }
    }

    public override int Identifier => SerializerId;

    /// <summary>
    /// What a message takes at most beside the content of one publication: names, senders, keys and paths.
    /// </summary>
    public const int OverheadBytesMax = 4 * 1024;

    /// <summary>The configuration by which all messages between nodes are written by this.</summary>
    public static Config Configuration { get; } =
        ConfigurationFactory.FromResource("serialization.conf", typeof(BrokerSerializer).Assembly);

    public override string Manifest(object o) => FormatOf(o).Manifest;

    public override byte[] ToBinary(object obj)
    {
        using var writer = new WireWriter(Serialization.SerializedActorPath);
        FormatOf(obj).Write(writer, obj);
        return writer.ToArray();
    }

    public override object FromBinary(byte[] bytes, string manifest) =>
        ByManifest.TryGetValue(manifest, out var format)
            ? format.Read(new WireReader(bytes, system.Provider.ResolveActorRef))
            : throw new SerializationException($"This version has no message '{manifest}'.");

    private static WireFormat FormatOf(object message) =>
        ByType.TryGetValue(message.GetType(), out var format)
            ? format
            : throw new SerializationException($"{message.GetType().Name} does not cross nodes.");
}
