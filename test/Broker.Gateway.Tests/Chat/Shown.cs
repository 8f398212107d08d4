using System.Text;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Tests.Chat;

internal static class Shown
{
    /// <summary>A request as one line: records compare which memory they hold and not its bytes.</summary>
    public static string Show(this Request request) => request switch
    {
        PublishRequest m => $"publish {m.Channel} [{Text(m.Content)}]{Id(m)}",
        SubscribeRequest { Since: null } m => $"subscribe {m.Channel}{Id(m)}",
        UnsubscribeRequest m => $"unsubscribe {m.Channel}{Id(m)}",
        ListRequest m => $"list {m.Scope}{Id(m)}",
        UnreadableRequest m => $"{m.Detail}{Id(m)}",
        _ => throw new ArgumentException(request.ToString(), nameof(request)),
    };

    private static string Id(Request request) => request.Id.IsEmpty ? "" : $" #{Text(request.Id)}";

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
