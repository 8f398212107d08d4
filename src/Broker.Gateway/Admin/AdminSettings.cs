using Broker.Actors.Configuration;

namespace Broker.Gateway.Admin;

/// <summary>The <c>broker.admin</c> section of reference.conf, read once at start-up.</summary>
/// <param name="Token">Empty for none.</param>
public sealed record AdminSettings(string Token)
{
    // Shorter ones can be guessed over a network.
    private const int TokenLengthMin = 16;

    public static AdminSettings From(SettingReader config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var token = config.GetString("token");
        return token.Length is 0 or >= TokenLengthMin
            ? new AdminSettings(token)
            : throw config.Error("token", $"is shorter than {TokenLengthMin} characters");
    }

    /// <summary>Says nothing of the token.</summary>
    public override string ToString() => nameof(AdminSettings);
}
