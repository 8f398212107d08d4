using Broker.Actors.Configuration;

namespace Broker.Gateway.Admin;

/// <summary>The <c>broker.admin</c> section of reference.conf, read once at start-up.</summary>
/// <param name="Token">Empty for none.</param>
public sealed record AdminSettings(string Token)
{
    // Shorter ones can be guessed over a network.
    private const int TokenLengthMin = 16;

    /// <summary>Names under which <c>/admin</c> is reached, beside addresses and <c>localhost</c>.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    public static AdminSettings From(SettingReader config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var token = config.GetString("token");
        return token.Length is 0 or >= TokenLengthMin
            ? new AdminSettings(token) { Hosts = HostsFrom(config, "hosts") }
            : throw config.Error("token", $"is shorter than {TokenLengthMin} characters");
    }

    private static IReadOnlyList<string> HostsFrom(SettingReader config, string key)
    {
        var hosts = config.GetStringList(key);
        return hosts.FirstOrDefault(host => Uri.CheckHostName(host) is not UriHostNameType.Dns) is { } wrong
            ? throw config.Error(key, $"'{wrong}' is not a host name")
            : hosts;
    }

    /// <summary>Says nothing of the token.</summary>
    public override string ToString() => nameof(AdminSettings);
}
