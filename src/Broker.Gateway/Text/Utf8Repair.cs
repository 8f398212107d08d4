using System.Text;

namespace Broker.Gateway.Text;

/// <summary>Shows bytes that are no text to those who can read only text.</summary>
internal static class Utf8Repair
{
    /// <summary>Valid UTF-8, with U+FFFD for what was none (WHATWG Encoding, "UTF-8 decode").</summary>
    public static byte[] Repair(ReadOnlySpan<byte> bytes) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes));
}
