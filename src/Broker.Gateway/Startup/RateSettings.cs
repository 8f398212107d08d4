using Broker.Hocon;

namespace Broker.Gateway.Startup;

/// <summary>
/// The <c>broker.rate</c> section of reference.conf, read once at start-up: what one address may do within
/// one window.
/// </summary>
public sealed record RateSettings(
    TimeSpan Window,
    int TokensMax,
    int SocketTokensMax,
    int MessagesMax,
    int ConnectsMax,
    int SignUpsMax,
    int LoginsMax)
{
    public static RateSettings From(Config config) => new(
        Window: config.GetTimeSpanWithin("window", TimeSpan.FromMilliseconds(100), TimeBounds.Longest),
        TokensMax: config.GetIntWithin("tokens-max", 1, int.MaxValue),
        SocketTokensMax: config.GetIntWithin("socket-tokens-max", 1, int.MaxValue),
        MessagesMax: config.GetIntWithin("messages-max", 1, int.MaxValue),
        ConnectsMax: config.GetIntWithin("connects-max", 1, int.MaxValue),
        SignUpsMax: config.GetIntWithin("sign-ups-max", 1, int.MaxValue),
        LoginsMax: config.GetIntWithin("logins-max", 1, int.MaxValue));
}
