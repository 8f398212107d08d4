namespace Broker.Actors.Auction.Proto;

internal sealed partial class Price
{
    private const int ScaleMax = 28;

    /// <summary>Keeps the scale: 1.50 stays 1.50.</summary>
    public static Price Of(decimal price)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(price, parts);
        return new Price
        {
            Digits = ((ulong)(uint)parts[1] << 32) | (uint)parts[0],
            DigitsHigh = (uint)parts[2],
            Scale = price.Scale,
        };
    }

    /// <exception cref="InvalidDataException">No decimal has so many places.</exception>
    public decimal ToDecimal() => ToDecimal(Digits, DigitsHigh, Scale);

    public static decimal ToDecimal(ulong digits, uint digitsHigh, uint scale) => scale <= ScaleMax
        ? new decimal((int)digits, (int)(digits >> 32), (int)digitsHigh, isNegative: false, (byte)scale)
        : throw new InvalidDataException($"a price has {scale} places");
}
