using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Broker.Actors.Journal;

namespace Broker.Actors.Channels;

/// <summary>
/// Which stream of the journal is a channel's: <c>channel.</c> and its name. A name that is too long for that
/// is hashed; then its events carry it.
/// </summary>
internal static class ChannelStream
{
    public const string Prefix = "channel.";

    // No client can say a name that begins so.
    private const string Hashed = Prefix + "$hashed.";

    public static StreamName NameOf(ChannelName channel) =>
        StreamName.TryParse(Prefix + channel.Value, out var name)
            ? name
            : StreamName.Parse(Hashed + Convert.ToHexStringLower(
                SHA256.HashData(Encoding.UTF8.GetBytes(channel.Value))));

    /// <summary>True when the events of the stream must say whose they are.</summary>
    public static bool IsHashed(StreamName stream) =>
        stream.Value.StartsWith(Hashed, StringComparison.Ordinal);

    /// <summary>False for a hashed name, and for a stream that is no channel's.</summary>
    public static bool TryParse(StreamName stream, [NotNullWhen(true)] out ChannelName? channel)
    {
        channel = null;
        return !IsHashed(stream)
            && stream.Value.StartsWith(Prefix, StringComparison.Ordinal)
            && ChannelName.TryRestore(stream.Value[Prefix.Length..], out channel);
    }
}
