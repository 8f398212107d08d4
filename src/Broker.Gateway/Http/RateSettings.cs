using Broker.Actors.Configuration;
using Broker.Actors.Limits;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.Http;

/// <summary>
/// The <c>broker.rate</c> section of reference.conf, read once at start-up: what one address may do within
/// one window.
/// </summary>
/// <param name="KeysMax">Addresses that are counted apart.</param>
/// <param name="LoginsMax">Log-ins that cost a hash.</param>
/// <param name="LoginsWindow">Of what costs a hash, and of wrong passwords.</param>
/// <param name="WrongPasswordsMax">Of one name from one address.</param>
/// <param name="WrongPasswordsHourlyMax">The same, in an hour.</param>
/// <param name="WrongPasswordsOfNameMax">From all addresses, in an hour.</param>
public sealed record RateSettings(
    TimeSpan Window,
    int KeysMax,
    int TokensMax,
    int SocketTokensMax,
    int MessagesMax,
    int ConnectsMax,
    int SignUpsMax,
    int LoginRequestsMax,
    int LoginsMax,
    TimeSpan LoginsWindow,
    int WrongPasswordsMax,
    int WrongPasswordsHourlyMax,
    int WrongPasswordsOfNameMax)
{
    private static readonly TimeSpan WindowShortest = TimeSpan.FromMilliseconds(100);

    public static RateSettings From(SettingReader config) => new(
        Window: config.GetTimeSpan("window", WindowShortest, TimeBounds.Longest),
        KeysMax: config.GetInt("keys-max", 1, int.MaxValue),
        TokensMax: config.GetInt("tokens-max", 1, int.MaxValue),
        SocketTokensMax: config.GetInt("socket-tokens-max", 1, int.MaxValue),
        MessagesMax: config.GetInt("messages-max", 1, int.MaxValue),
        ConnectsMax: config.GetInt("connects-max", 1, int.MaxValue),
        SignUpsMax: config.GetInt("sign-ups-max", 1, int.MaxValue),
        LoginRequestsMax: config.GetInt("login-requests-max", 1, int.MaxValue),
        LoginsMax: config.GetInt("logins-max", 1, int.MaxValue),
        LoginsWindow: config.GetTimeSpan("logins-window", WindowShortest, TimeBounds.Longest),
        WrongPasswordsMax: config.GetInt("wrong-passwords-max", 1, int.MaxValue),
        WrongPasswordsHourlyMax: config.GetInt("wrong-passwords-hourly-max", 1, int.MaxValue),
        WrongPasswordsOfNameMax: config.GetInt("wrong-passwords-of-name-max", 1, int.MaxValue));

    /// <summary>
    /// What an address may do of one kind. Its name holds the figures: after a reload it counts anew.
    /// </summary>
    internal RateRule RuleOf(Rate rate) =>
        new($"{rate} {MaxOf(rate)} in {WindowOf(rate)}", MaxOf(rate), WindowOf(rate));

    private TimeSpan WindowOf(Rate rate) => rate is Rate.SignUps or Rate.Logins ? LoginsWindow : Window;

    private int MaxOf(Rate rate) => rate switch
    {
        Rate.Tokens => TokensMax,
        Rate.SocketTokens => SocketTokensMax,
        Rate.Messages => MessagesMax,
        Rate.Connects => ConnectsMax,
        Rate.SignUps => SignUpsMax,
        Rate.LoginRequests => LoginRequestsMax,
        Rate.Logins => LoginsMax,
        _ => throw new InvalidOperationException($"there is no limit for {rate}"),
    };
}
