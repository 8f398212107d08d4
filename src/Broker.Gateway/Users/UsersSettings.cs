using System.Text;
using Broker.Actors.Configuration;
using Broker.Actors.Users;
using Broker.Gateway.Configuration;
using Broker.Gateway.Http;

namespace Broker.Gateway.Users;

/// <summary>The <c>broker.users</c> section of reference.conf, read once at start-up.</summary>
/// <param name="TokenSecrets">Of application tokens: the first signs, any verifies.</param>
/// <param name="SocketTokenSecrets">Of socket tokens; none is a secret of the others.</param>
/// <param name="SingleUse">Whether a socket token opens one socket only.</param>
/// <param name="CloseOnExpiry">Whether a socket ends when its token does.</param>
/// <param name="MessageBytesMax">Longest message from a client's socket.</param>
/// <param name="ContentBytesMax">Longest content of <c>POST /message</c>.</param>
/// <param name="BodyBytesMax">Longest body of it.</param>
public sealed record UsersSettings(
    IReadOnlyList<string> TokenSecrets,
    IReadOnlyList<string> SocketTokenSecrets,
    TimeSpan TokenLifetime,
    TimeSpan SocketTokenLifetime,
    bool SingleUse,
    TokenUseSettings TokenUses,
    bool CloseOnExpiry,
    TimeSpan PingInterval,
    int MessageBytesMax,
    int ContentBytesMax,
    int BodyBytesMax)
{
    /// <summary>Shorter secrets than the signature are weaker than the signature (RFC 7518 §3.2).</summary>
    public const int SecretBytesAdvised = 32;

    private const string TokenSecretsKey = "token-secrets";
    private const string SocketTokenSecretsKey = "socket-token-secrets";
    private const int SecretsMax = 8;
    private const int BytesHighest = 1 << 30;

    // Tokens count in whole seconds.
    private static readonly TimeSpan LifetimeShortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LifetimeLongest = TimeSpan.FromDays(365);

    /// <summary>True when some secret is easier to guess than a signature.</summary>
    public bool HasShortSecret => TokenSecrets.Concat(SocketTokenSecrets)
        .Any(secret => Encoding.UTF8.GetByteCount(secret) < SecretBytesAdvised);

    public static UsersSettings From(SettingReader config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var settings = new UsersSettings(
            TokenSecrets: SecretList.From(config, TokenSecretsKey, countMin: 1, SecretsMax),
            SocketTokenSecrets: SecretList.From(
                config, SocketTokenSecretsKey, countMin: 1, SecretsMax),
            TokenLifetime: config.GetTimeSpan("token-lifetime", LifetimeShortest, LifetimeLongest),
            SocketTokenLifetime: config.GetTimeSpan(
                "socket-token-lifetime", LifetimeShortest, LifetimeLongest),
            SingleUse: config.GetBoolean("single-use-socket-tokens"),
            TokenUses: TokenUseSettings.Of(
                config.GetInt("used-tokens-max", 1, int.MaxValue),
                config.GetInt("used-tokens-waiting-max", 1, int.MaxValue)),
            CloseOnExpiry: config.GetBoolean("close-on-expiry"),
            PingInterval: config.GetTimeSpan("ping-interval", TimeBounds.Shortest, TimeBounds.Longest),
            MessageBytesMax: (int)config.GetByteSize("message-bytes-max", 1, BytesHighest),
            ContentBytesMax: (int)config.GetByteSize("content-bytes-max", 1, BytesHighest),
            BodyBytesMax: (int)config.GetByteSize("body-bytes-max", 1, BytesHighest));

        // One that leaked from a socket's address would else be good for as many new ones as one likes.
        return settings.TokenSecrets.Intersect(settings.SocketTokenSecrets).Any()
            ? throw config.Error(
                SocketTokenSecretsKey, $"has a secret of {TokenSecretsKey}: each kind has its own")
            : settings;
    }

    /// <summary>Refuses secrets that everybody can read in the reference.</summary>
    internal void RefuseDefaults(SettingReader config, SettingReader reference)
    {
        Refuse(TokenSecretsKey, TokenSecrets, SettingOverride.TokenSecret);
        Refuse(SocketTokenSecretsKey, SocketTokenSecrets, SettingOverride.SocketTokenSecret);

        void Refuse(string key, IReadOnlyList<string> secrets, SettingOverride setting)
        {
            if (!secrets.Intersect(reference.GetStringList(key)).Any()) return;
            throw config.Error(
                key, $"has the default secret, which is for dev only; set it here or in {setting.Variable}");
        }
    }
}
