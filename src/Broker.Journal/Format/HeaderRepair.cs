namespace Broker.Journal.Format;

/// <summary>
/// Finds out what a header was before one of its bits changed, to say whose record is damaged and where the
/// next begins. It is never used to serve the record.
/// </summary>
internal static class HeaderRepair
{
    /// <summary>The name is in <paramref name="repaired"/>; null if more than one bit is wrong.</summary>
    public static RecordHeader? Try(ReadOnlySpan<byte> bytes, uint seed, out byte[] repaired)
    {
        repaired = bytes[..Math.Min(bytes.Length, RecordHeader.BytesMax)].ToArray();
        for (var bit = 0; bit < repaired.Length * 8; bit++)
        {
            repaired[bit / 8] ^= (byte)(1 << (bit % 8));
            if (RecordHeader.Read(repaired, seed) is { } header) return header;
            repaired[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        return null;
    }
}
