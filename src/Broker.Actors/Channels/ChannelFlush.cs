using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>What a home sends, and stores, in one piece.</summary>
/// <param name="Epoch">That of all its publications.</param>
/// <param name="Contents">With offsets and times; empty where all were repeats.</param>
/// <param name="Bytes">Their contents together.</param>
/// <param name="Batches">Where they came from.</param>
internal sealed record ChannelFlush(
    string Epoch, long FirstOffset, Publication[] Contents, int Bytes, IReadOnlyList<StagedBatch> Batches)
{
    public long LastOffset => FirstOffset + Contents.Length - 1;

    /// <summary>What the publishers of a node have to get with it, also when it is sent again.</summary>
    public PublishResults[] ResultsFor(IActorRef node)
    {
        if (Batches is [var only]) return only.IsNewestOf(node) ? [only.Publisher.Results!] : [];

        return
        [
            .. from staged in Batches where staged.IsNewestOf(node) select staged.Publisher.Results!,
        ];
    }
}
