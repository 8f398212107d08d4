using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Broker.Journal.Streams;

/// <summary>
/// Stands for a stream's name in memory: 16 bytes instead of a string. Clients choose names, so it is half
/// of a hash that nobody can find two names for.
/// </summary>
internal readonly record struct StreamKey(ulong High, ulong Low)
{
    public static StreamKey Of(ReadOnlySpan<byte> name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name, hash);
        return new StreamKey(
            BinaryPrimitives.ReadUInt64LittleEndian(hash),
            BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]));
    }

    public override int GetHashCode() => (int)Low;
}
