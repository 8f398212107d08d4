namespace Broker.Actors.Auction.Proto;

internal sealed partial class Time
{
    public static Time Of(DateTimeOffset time) =>
        new() { UtcTicks = time.UtcTicks, OffsetMinutes = time.TotalOffsetMinutes };

    /// <exception cref="InvalidDataException">There is no such time.</exception>
    public DateTimeOffset ToDateTimeOffset() => ToDateTimeOffset(UtcTicks, OffsetMinutes);

    public static DateTimeOffset ToDateTimeOffset(long utcTicks, int offsetMinutes)
    {
        try
        {
            return new DateTimeOffset(utcTicks, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(offsetMinutes));
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException("a time is out of range", e);
        }
    }
}
