using System.Globalization;
using System.Net;
using Broker.Actors.Configuration;
using Broker.Gateway.Http;
using Broker.Gateway.WebSockets;
using Broker.Tcp;

namespace Broker.Gateway.Configuration;

/// <summary>The <c>broker.http</c> section of reference.conf, read once at start-up.</summary>
/// <param name="Ports">At least one, none twice; 0 is any free port.</param>
/// <param name="FirstByteTimeout">From accepting a connection to its first byte.</param>
/// <param name="AllowedOrigins">Each <c>scheme://host[:port]</c>, as in an <c>Origin</c> header.</param>
/// <param name="TrustedProxies">Whose word is taken for where a request came from.</param>
public sealed record HttpSettings(
    IReadOnlyList<int> Ports,
    TimeSpan FirstByteTimeout,
    TimeSpan HeadersTimeout,
    int HeadersBytesMax,
    int ConnectionsMax,
    IReadOnlyList<string> AllowedOrigins,
    IReadOnlyList<string> DevAllowedOrigins,
    IReadOnlyList<IPNetwork> TrustedProxies)
{
    // Each port is a listening socket; nobody needs more, and a mistyped list should not take them all.
    private const int PortsMax = 16;

    // Kestrel counts headers within its request buffer, which is 1 MiB.
    private const int HeadersBytesLowest = 1 << 10;
    private const int HeadersBytesHighest = 1 << 20;

    public static HttpSettings From(SettingReader config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new HttpSettings(
            Ports: PortsFrom(config, "ports"),
            FirstByteTimeout: config.GetTimeSpan(
                "first-byte-timeout", TimeBounds.Shortest, TimeBounds.Longest),
            HeadersTimeout: config.GetTimeSpan(
                "headers-timeout", TimeBounds.Shortest, TimeBounds.Longest),
            HeadersBytesMax: (int)config.GetByteSize(
                "headers-bytes-max", HeadersBytesLowest, HeadersBytesHighest),
            ConnectionsMax: config.GetInt("connections-max", 1, int.MaxValue),
            AllowedOrigins: Origins(config, "allowed-origins"),
            DevAllowedOrigins: Origins(config, "dev-allowed-origins"),
            TrustedProxies: Proxies(config, "trusted-proxies"));
    }

    private static int[] PortsFrom(SettingReader config, string key)
    {
        int[] ports = [.. config.GetStringList(key).Select(text => Port(config, key, text))];
        if (ports.Length is 0 or > PortsMax)
            throw config.Error(key, $"has {ports.Length} ports, not 1 to {PortsMax}");

        var repeated = ports.Where(port => port != 0).GroupBy(port => port)
            .FirstOrDefault(same => same.Count() > 1);
        return repeated is null ? ports : throw config.Error(key, $"'{repeated.Key}' is there twice");
    }

    private static int Port(SettingReader config, string key, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && port <= HubSettings.PortHighest
            ? port
            : throw config.Error(key, $"'{text}' is not a port from 0 to {HubSettings.PortHighest}");

    private static IReadOnlyList<IPNetwork> Proxies(SettingReader config, string key) =>
    [
        .. config.GetStringList(key).Select(text => ProxyNetwork.TryParse(text, out var network)
            ? network
            : throw config.Error(key, $"'{text}' is not an IP address or a network such as 10.0.0.0/8")),
    ];

    private static IReadOnlyList<string> Origins(SettingReader config, string key)
    {
        var origins = config.GetStringList(key);
        foreach (var origin in origins)
            if (!IsOrigin(origin))
                throw config.Error(key, $"'{origin}' is not an origin: scheme://host or scheme://host:port");

        return origins;
    }

    // "*" is refused with the rest: it would let every web page act for the user of the browser.
    private static bool IsOrigin(string text) => WebOrigin.TryParse(text, out _);
}
