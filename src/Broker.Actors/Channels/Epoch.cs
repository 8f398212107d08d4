using System.Security.Cryptography;

namespace Broker.Actors.Channels;

/// <summary>
/// The name of one life of a channel. Offsets begin anew with each, so a client that compares offsets compares
/// this first.
/// </summary>
internal static class Epoch
{
    private const int Digits = 12;

    public static string Next() => RandomNumberGenerator.GetHexString(Digits, lowercase: true);
}
