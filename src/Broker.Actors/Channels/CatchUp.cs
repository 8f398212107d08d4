using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// A local channel with subscribers was attached anew and may have missed something: what the history has of
/// it goes out first, and what comes meanwhile is held.
/// </summary>
/// <param name="since">What the subscribers have.</param>
/// <param name="until">The offset that the new attachment begins after.</param>
internal sealed class CatchUp(StreamPosition since, long until)
{
    /// <summary>
    /// A store that took the place of another may not know what the subscribers have. Then it answers with
    /// all that it keeps, most of which they have heard.
    /// </summary>
    public HistoryReading Reading { get; } = new(since, skipsKnown: true);

    /// <summary>What has come after the attachment began, with how much of each is known.</summary>
    public Queue<(Contents Contents, int Known)> Held { get; } = new();

    /// <summary>What was missed; what comes after the attachment began comes another way.</summary>
    public Publication[] Missed => [.. Reading.Contents.Where(publication => publication.Offset <= until)];

    /// <summary>
    /// False when something that was missed is not there. A reader who asks from the start takes what is
    /// kept; these subscribers were there before it.
    /// </summary>
    public bool IsContinuous =>
        Reading.Continuous && (Reading.Since.Offset > 0 || Missed.Length == until);

    /// <summary>Whether all that was missed is read with this page.</summary>
    public bool IsDoneWith(HistoryPage page) => page.IsLast || page.Contents[^1].Offset >= until;
}
