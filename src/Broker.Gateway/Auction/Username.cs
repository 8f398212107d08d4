using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Broker.Gateway.Auction;

/// <summary>What an account of the auction may be called.</summary>
internal static class Username
{
    /// <summary>Text without control characters, within a limit in bytes of UTF-8.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text, int bytesMax)
    {
        if (string.IsNullOrEmpty(text) || text.Length > bytesMax) return false;

        foreach (var rune in text.EnumerateRunes())
            if (rune == Rune.ReplacementChar || Rune.IsControl(rune)) return false;
        return Encoding.UTF8.GetByteCount(text) <= bytesMax;
    }
}
