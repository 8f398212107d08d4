using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Broker.Actors.Configuration;
using Microsoft.AspNetCore.Connections;

namespace Broker.Gateway.Configuration;

/// <summary>
/// Recognises what a server throws when it cannot listen, and says it in terms of settings.
/// </summary>
internal static partial class StartupFailure
{
    private const string NeedsPrivilege = "is not permitted: below 1024 it needs a privilege";
    private const int UnprivilegedLowest = 1024;

    /// <summary>
    /// Null for an exception of another kind: that one is a mistake of ours and keeps its stack.
    /// </summary>
    public static StartupException? From(Exception exception, BrokerSettings settings, LayeredConfig config)
    {
        if (exception is StartupException known) return known;

        if (IsCausedBy(exception, SocketError.AddressNotAvailable)) return NoSuchAddress(settings, config);

        var problem = Problem(exception);
        return problem is null ? null : CannotStart(Suspects(exception, settings).Select(port =>
            $"port {port.Number} {problem} {Where(port.Setting, config)}"));
    }

    private static string? Problem(Exception exception) =>
        IsCausedBy(exception, SocketError.AddressAlreadyInUse) ? "is in use"
        : IsCausedBy(exception, SocketError.AccessDenied) ? NeedsPrivilege
        : null;

    // Kestrel wraps one kind of failure in its own type and leaves the others as they are.
    private static bool IsCausedBy(Exception exception, SocketError error) => Causes(exception).Any(cause =>
        cause is SocketException socket && socket.SocketErrorCode == error
        || cause is AddressInUseException && error == SocketError.AddressAlreadyInUse);

    private static StartupException NoSuchAddress(BrokerSettings settings, LayeredConfig config)
    {
        var where = Where(SettingOverride.Bind, config);
        return CannotStart([$"address '{settings.Process.Bind}' is none of this machine's {where}"]);
    }

    private static StartupException CannotStart(IEnumerable<string> problems) =>
        new(ExitCode.CannotStart, string.Join('\n', problems));

    private static IEnumerable<Exception> Causes(Exception exception) => exception switch
    {
        AggregateException many => [many, .. many.InnerExceptions.SelectMany(Causes)],
        { InnerException: { } inner } => [exception, .. Causes(inner)],
        _ => [exception],
    };

    // Kestrel names the address in its message and nowhere else; for a refused privilege it names none.
    private static Port[] Suspects(Exception exception, BrokerSettings settings)
    {
        Port[] all = [
            .. settings.Http.Ports.Select(port => new Port(port, SettingOverride.HttpPorts)),
            new Port(settings.Hub.Port, SettingOverride.HubPort),
        ];
        var text = string.Join('\n', Causes(exception).Select(cause => cause.Message));
        var named = Numbers().Matches(text).Select(match => match.Groups[1].Value).ToHashSet();
        Port[][] choices = [
            [.. all.Where(port => named.Contains(port.Number.ToString(CultureInfo.InvariantCulture)))],
            [.. all.Where(port => port.Number is > 0 and < UnprivilegedLowest)],
            all,
        ];
        return choices.First(choice => choice.Length > 0);
    }

    private static string Where(SettingOverride setting, LayeredConfig config) =>
        $"({setting.Described}; set in {config.Entries.First(entry => entry.Path == setting.Path).Origin})";

    [GeneratedRegex(@":(\d{1,5})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();

    private sealed record Port(int Number, SettingOverride Setting);
}
