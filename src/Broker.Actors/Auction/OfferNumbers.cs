using System.Security.Cryptography;

namespace Broker.Actors.Auction;

/// <summary>
/// Numbers of new offers: milliseconds in the upper bits, so that they are mostly in the order of their
/// making, and chance in the lower. That one was not given before, only its stream can say.
/// </summary>
internal static class OfferNumbers
{
    // 42 bits of milliseconds last until 2109.
    private const int RandomBits = 22;

    public static OfferId Next(TimeProvider time)
    {
        var milliseconds = (ulong)time.GetUtcNow().ToUnixTimeMilliseconds();
        return new OfferId(
            (milliseconds << RandomBits) | (uint)RandomNumberGenerator.GetInt32(1 << RandomBits));
    }
}
