namespace Broker.Actors.Cluster;

/// <summary>How one message looks between nodes.</summary>
/// <param name="Manifest">A letter or two, and the version.</param>
internal sealed record WireFormat(
    Type Type, string Manifest, Action<WireWriter, object> Write, Func<WireReader, object> Read)
{
    public static WireFormat Of<T>(string manifest, Action<WireWriter, T> write, Func<WireReader, T> read)
        where T : notnull =>
        new(typeof(T), manifest, (writer, message) => write(writer, (T)message), reader => read(reader));
}
