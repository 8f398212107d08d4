using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Broker.Gateway.Configuration;

/// <summary>
/// Where the process listens, for every port it has: one address, the loopback ones, or all.
/// </summary>
public sealed record BindAddress
{
    private const string LoopbackText = "localhost";
    private const string AllText = "*";

    private BindAddress(string text, IPAddress? address) => (Text, Address) = (text, address);

    /// <summary>IPv4 and IPv6 loopback, whichever of them the machine has.</summary>
    public static BindAddress Loopback { get; } = new(LoopbackText, null);

    /// <summary>Every interface, IPv4 and IPv6.</summary>
    public static BindAddress All { get; } = new(AllText, null);

    /// <summary>As it is written in a configuration.</summary>
    public string Text { get; }

    /// <summary>Null for <see cref="Loopback"/> and <see cref="All"/>.</summary>
    public IPAddress? Address { get; }

    /// <summary>Reads an IP address, <c>localhost</c> or <c>*</c>. Other names are not looked up.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out BindAddress? bind)
    {
        bind = text switch
        {
            LoopbackText => Loopback,
            AllText => All,
            _ => IsWritten(text, out var address) ? new BindAddress(address.ToString(), address) : null,
        };
        return bind is not null;
    }

    /// <summary>Makes Kestrel listen here. Port 0 takes a free one, on IPv4 where this is loopback.</summary>
    public void Listen(KestrelServerOptions kestrel, int port, Action<ListenOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        if (Address is { } address) kestrel.Listen(address, port, configure);
        else if (this == All) kestrel.ListenAnyIP(port, configure);
        else if (port == 0) kestrel.Listen(IPAddress.Loopback, port, configure);
        else kestrel.ListenLocalhost(port, configure);
    }

    public override string ToString() => Text;

    // The framework also reads "1" and "127.1" as addresses; whoever writes that means something else.
    internal static bool IsWritten(string text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address)
        && (text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3);
}
