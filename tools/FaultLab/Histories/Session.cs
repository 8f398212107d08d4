namespace Broker.FaultLab.Histories;

/// <summary>One connection of a subscriber to one channel, or one reading of what a channel keeps.</summary>
/// <param name="Subscriber">Who; its sessions follow each other.</param>
/// <param name="Channel">As in <see cref="Publish"/>.</param>
/// <param name="Node">To which node.</param>
/// <param name="Opened">When it was known to be in.</param>
/// <param name="IsResumed">Whether it continues where the subscriber's session before it ended.</param>
/// <param name="IsFinal">Whether it read all that is kept, after all faults.</param>
/// <param name="Heard">What came, in order.</param>
public sealed record Session(
    string Subscriber, string Channel, int Node, TimeSpan Opened, bool IsResumed, bool IsFinal,
    IReadOnlyList<Heard> Heard)
{
    public override string ToString() => $"{Subscriber} at node {Node}, from {Opened.TotalSeconds:f3} s";
}
