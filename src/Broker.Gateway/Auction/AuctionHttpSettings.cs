using System.Text;
using Broker.Actors.Configuration;
using Broker.Gateway.Configuration;
using Broker.Gateway.Http;
using Broker.Gateway.Users;

namespace Broker.Gateway.Auction;

/// <summary>
/// What the gateway reads of the <c>broker.auction</c> section, once at start-up.
/// </summary>
/// <param name="Secrets">Of the auction's tokens: the first signs, any verifies.</param>
/// <param name="HashQueueMax">Passwords that may wait for their hash.</param>
/// <param name="HashQueuePerAddressMax">Of one address.</param>
/// <param name="HashQueuePerNameMax">Of one name at one address.</param>
/// <param name="HashWorkers">Passwords that are hashed at once.</param>
/// <param name="PasswordRounds">Of PBKDF2: how slow a hash is.</param>
/// <param name="WrongPasswordsRememberedMax">Passwords that were wrong a moment ago.</param>
/// <param name="WrongPasswordMemory">How long that is.</param>
/// <param name="BodyBytesMax">Longest body of a request.</param>
/// <param name="StreamMessageBytesMax">Longest event from a client.</param>
/// <param name="FirstEventTimeout">From a stream's handshake to its first event.</param>
public sealed record AuctionHttpSettings(
    IReadOnlyList<string> Secrets,
    TimeSpan TokenLifetime,
    int HashQueueMax,
    int HashQueuePerAddressMax,
    int HashQueuePerNameMax,
    int HashWorkers,
    int PasswordRounds,
    int WrongPasswordsRememberedMax,
    TimeSpan WrongPasswordMemory,
    int PasswordBytesMax,
    int BodyBytesMax,
    int StreamMessageBytesMax,
    TimeSpan FirstEventTimeout)
{
    private const string SecretsKey = "secrets";
    private const int SecretsMax = 8;
    private const int BytesHighest = 1 << 30;
    private const int TextBytesHighest = 64 << 10;
    private const int WorkersMax = 64;
    private const int RoundsLowest = 1_000;
    private const int RoundsHighest = 100_000_000;

    // Tokens count in whole seconds.
    private static readonly TimeSpan LifetimeShortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LifetimeLongest = TimeSpan.FromDays(365);

    /// <summary>True when some secret is easier to guess than a signature.</summary>
    public bool HasShortSecret => Secrets.Any(
        secret => Encoding.UTF8.GetByteCount(secret) < UsersSettings.SecretBytesAdvised);

    public static AuctionHttpSettings From(SettingReader config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var workers = config.GetInt("hash-workers", 0, WorkersMax);
        return new AuctionHttpSettings(
            Secrets: SecretList.From(config, SecretsKey, countMin: 1, SecretsMax),
            TokenLifetime: config.GetTimeSpan("token-lifetime", LifetimeShortest, LifetimeLongest),
            HashQueueMax: config.GetInt("hash-queue-max", 1, int.MaxValue),
            HashWorkers: workers > 0 ? workers : Math.Min(Environment.ProcessorCount, WorkersMax),
            HashQueuePerAddressMax: config.GetInt("hash-queue-per-address-max", 1, int.MaxValue),
            HashQueuePerNameMax: config.GetInt("hash-queue-per-name-max", 1, int.MaxValue),
            PasswordRounds: config.GetInt("password-rounds", RoundsLowest, RoundsHighest),
            WrongPasswordsRememberedMax: config.GetInt("wrong-passwords-remembered-max", 0, int.MaxValue),
            WrongPasswordMemory: config.GetTimeSpan(
                "wrong-password-memory", TimeBounds.Shortest, TimeBounds.Longest),
            PasswordBytesMax: Bytes("password-bytes-max", 1, TextBytesHighest),
            BodyBytesMax: Bytes("body-bytes-max", 1, BytesHighest),
            StreamMessageBytesMax: Bytes("stream-message-bytes-max", 1, BytesHighest),
            FirstEventTimeout: config.GetTimeSpan(
                "first-event-timeout", TimeBounds.Shortest, TimeBounds.Longest));

        int Bytes(string key, int lowest, int highest) =>
            (int)config.GetByteSize(key, lowest, highest);
    }

    /// <summary>Refuses the secret that everybody can read in the reference.</summary>
    internal void RefuseDefault(SettingReader config, SettingReader reference)
    {
        if (Secrets.Intersect(reference.GetStringList(SecretsKey)).Any())
            throw config.Error(
                SecretsKey,
                "has the default secret, which is for dev only; "
                + $"set it here or in {SettingOverride.AuctionSecret.Variable}");
    }
}
