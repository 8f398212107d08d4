using System.Text;
using Broker.Actors.Journal;

namespace Broker.Journal.Format;

/// <summary>Stream names as records have them.</summary>
internal static class RecordName
{
    public static byte[] Bytes(StreamName name) => Encoding.UTF8.GetBytes(name.Value);

    public static string Text(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name);
}
