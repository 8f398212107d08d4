using Broker.Actors.Configuration;
using Broker.Actors.Limits;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.Http;

/// <summary>
/// The <c>broker.rate</c> section of reference.conf, read once at start-up: what one address may do within
/// one window.
/// </summary>
/// <param name="KeysMax">Addresses that are counted apart.</param>
public sealed record RateSettings(
    TimeSpan Window,
    int KeysMax,
    int TokensMax,
    int SocketTokensMax,
    int MessagesMax,
    int ConnectsMax,
    int SignUpsMax,
    int LoginsMax)
{
    public static RateSettings From(SettingReader config) => new(
        Window: config.GetTimeSpan("window", TimeSpan.FromMilliseconds(100), TimeBounds.Longest),
        KeysMax: config.GetInt("keys-max", 1, int.MaxValue),
        TokensMax: config.GetInt("tokens-max", 1, int.MaxValue),
        SocketTokensMax: config.GetInt("socket-tokens-max", 1, int.MaxValue),
        MessagesMax: config.GetInt("messages-max", 1, int.MaxValue),
        ConnectsMax: config.GetInt("connects-max", 1, int.MaxValue),
        SignUpsMax: config.GetInt("sign-ups-max", 1, int.MaxValue),
        LoginsMax: config.GetInt("logins-max", 1, int.MaxValue));

    /// <summary>What an address may do of one kind.</summary>
    internal RateRule RuleOf(Rate rate) => new(rate.ToString(), MaxOf(rate), Window);

    private int MaxOf(Rate rate) => rate switch
    {
        Rate.Tokens => TokensMax,
        Rate.SocketTokens => SocketTokensMax,
        Rate.Messages => MessagesMax,
        Rate.Connects => ConnectsMax,
        Rate.SignUps => SignUpsMax,
        Rate.Logins => LoginsMax,
        _ => throw new InvalidOperationException($"there is no limit for {rate}"),
    };
}
