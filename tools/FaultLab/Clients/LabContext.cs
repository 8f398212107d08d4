using Broker.FaultLab.Histories;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab.Clients;

/// <summary>What every client of a run is given.</summary>
internal sealed class LabContext(LabServers servers, Recorder recorder, int seed, bool isChannelsOnly)
    : IDisposable
{
    public IReadOnlyList<ServerNode> Nodes => servers.Nodes;

    public Recorder Recorder => recorder;

    /// <summary>Whether only publishers and subscribers of channels talk.</summary>
    public bool IsChannelsOnly => isChannelsOnly;

    public NodeHttp Http { get; } = new(servers.Nodes, recorder);

    public TimeSpan Now => recorder.Clock.Now;

    /// <summary>Public channels, configured by what their names begin with.</summary>
    public IReadOnlyList<string> Channels { get; } =
        ["durable.a", "durable.b", "flushed.a", "kept.a", "passing.a", "passing.b"];

    public IReadOnlyList<string> Users { get; } = ["ann", "ben", "cleo"];

    /// <summary>What the checker has to know of them.</summary>
    public IReadOnlyList<ChannelKind> Kinds =>
    [
        .. Channels.Select(channel => new ChannelKind(
            channel, IsDurable(channel), !channel.StartsWith("passing.", StringComparison.Ordinal))),
        .. Users.Select(user => new ChannelKind(InboxOf(user), IsDurable: true, IsKept: true)),
    ];

    /// <summary>An operation's name says whether it needs the database.</summary>
    public static string OperationOn(string channel, string operation) =>
        IsDurable(channel) ? operation : operation + Answer.InMemory;

    public static string InboxOf(string user) => $"user:{user}";

    /// <summary>The same choices in every run with this seed, though not at the same moments.</summary>
    public Random ChoicesOf(string client) =>
        new(client.Aggregate(seed, (hash, letter) => unchecked((hash * 31) + letter)));

    public void Dispose() => Http.Dispose();

    public static bool IsDurable(string channel) =>
        channel.StartsWith("durable.", StringComparison.Ordinal)
        || channel.StartsWith("flushed.", StringComparison.Ordinal);
}
