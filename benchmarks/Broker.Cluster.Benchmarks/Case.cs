using Broker.Benchmarks.Kit;

namespace Broker.Cluster.Benchmarks;

/// <summary>One row: what is published how, over how many connections and channels.</summary>
internal sealed record Case(Way Way, string Kind, int Connections, int Channels)
{
    /// <summary>Every row, the cheap ones first.</summary>
    public static IEnumerable<Case> All =>
        from kind in (string[])["memory", "stored"]
        from row in (Case[])
        [
            new(Way.Publish, kind, 1, 1),
            new(Way.Publish, kind, 16, 1),
            new(Way.Publish, kind, 256, 1),
            new(Way.Publish, kind, 256, 64),
            new(Way.Batch, kind, 16, 64),
            new(Way.Chat, kind, 16, 64),
        ]
        select row;

    public override string ToString() =>
        $"{Way}, {Kind}, {Connections} connections, {Channels} channels";
}
