using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Broker.Hocon;
using Microsoft.AspNetCore.Connections;

namespace Broker.Gateway.Startup;

/// <summary>Recognises what a server throws when it cannot listen, and says it in terms of settings.</summary>
internal static partial class StartupFailure
{
    private const int UnprivilegedLowest = 1024;

    /// <summary>Null for an exception of another kind: that one is a mistake of ours and keeps its stack.</summary>
    public static StartupException? From(Exception exception, BrokerSettings settings, Config config)
    {
        if (exception is StartupException known) return known;

        var problem = Problem(exception);
        return problem is null ? null : new StartupException(ExitCode.CannotStart, string.Join('\n',
            Suspects(exception, settings).Select(port => $"port {port.Number} {problem} ({Where(port, config)})")));
    }

    private static string? Problem(Exception exception) => Causes(exception)
        .Select(cause => cause switch
        {
            AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
                "is in use",
            SocketException { SocketErrorCode: SocketError.AccessDenied } =>
                "is not permitted: below 1024 it needs a privilege",
            SocketException { SocketErrorCode: SocketError.AddressNotAvailable } =>
                $"has no such address here: {OutsideSetting.Bind.Described}",
            _ => null,
        })
        .FirstOrDefault(problem => problem is not null);

    private static IEnumerable<Exception> Causes(Exception exception) => exception switch
    {
        AggregateException many => [many, .. many.InnerExceptions.SelectMany(Causes)],
        { InnerException: { } inner } => [exception, .. Causes(inner)],
        _ => [exception],
    };

    // Kestrel names the address in its message and nowhere else; a refused privilege it does not place at all.
    private static Port[] Suspects(Exception exception, BrokerSettings settings)
    {
        Port[] all = [
            .. settings.Http.Ports.Select(port => new Port(port, OutsideSetting.HttpPorts)),
            new Port(settings.Hub.Port, OutsideSetting.HubPort),
        ];
        var text = string.Join('\n', Causes(exception).Select(cause => cause.Message));
        var named = Numbers().Matches(text).Select(match => match.Groups[1].Value).ToArray();
        return FirstNotEmpty(
            all.Where(port => named.Contains(port.Number.ToString(CultureInfo.InvariantCulture))),
            all.Where(port => port.Number is > 0 and < UnprivilegedLowest),
            all);
    }

    private static Port[] FirstNotEmpty(params IEnumerable<Port>[] choices) =>
        choices.Select(choice => choice.ToArray()).First(choice => choice.Length > 0);

    private static string Where(Port port, Config config)
    {
        var origin = config.Entries.First(entry => entry.Path == port.Setting.Path).Origin;
        return $"{port.Setting.Described}; set in {origin}";
    }

    [GeneratedRegex(@":(\d{1,5})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();

    private sealed record Port(int Number, OutsideSetting Setting);
}
