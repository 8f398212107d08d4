using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Broker.Actors.Persistence;

/// <summary>
/// Names one unbroken history of the store. A position of another generation proves nothing, even where its
/// number is the same: the store may have been restored from a backup in between.
/// </summary>
/// <param name="Number">Random; zero for <see cref="None"/>.</param>
public readonly record struct Generation(ulong Number)
{
    /// <summary>The predecessor of a first event.</summary>
    public static Generation None { get; }

    /// <summary>One that was never there before.</summary>
    public static Generation New()
    {
        // Positive, as the integers of databases are signed.
        var number = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)))
            & long.MaxValue;
        return new Generation(Math.Max(1, number));
    }

    /// <summary>The epoch that clients see: 16 hex digits.</summary>
    public override string ToString() => Number.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>False for a text that is no generation, <see cref="None"/> included.</summary>
    public static bool TryParse(string? text, out Generation generation)
    {
        generation = default;
        if (!ulong.TryParse(
                text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            || number == 0 || new Generation(number).ToString() != text)
        {
            return false;
        }

        generation = new Generation(number);
        return true;
    }
}
