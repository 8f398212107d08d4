using Broker.FaultLab.Histories;

namespace Broker.FaultLab.Checking;

/// <summary>Nothing lost, nothing twice, nothing invented, in every channel.</summary>
internal static class DeliveryChecks
{
    public static IEnumerable<Violation> Find(History history) =>
        Publications.Of(history).SelectMany(channel => (IEnumerable<Violation>)
        [
            .. Lost(channel, history),
            .. Missed(channel, history),
            .. Doubled(channel),
            .. Invented(channel),
        ]);

    // What a durable channel acknowledged is in every reading of all it keeps.
    private static IEnumerable<Violation> Lost(Publications channel, History history)
    {
        if (!channel.Kind.IsDurable) yield break;

        var acknowledged = channel.All
            .Where(publication => publication.Acknowledged is { } at && !history.IsLostByFailover(at))
            .ToList();
        var finals = channel.Sessions.Where(session => session.IsFinal).ToList();
        if (acknowledged.Count > 0 && finals.Count == 0)
            yield return new Violation("not readable", $"nobody could read {channel.Kind.Channel}");
        foreach (var final in finals)
        {
            var kept = Contents(final);
            foreach (var lost in acknowledged.Where(publication => !kept.Contains(publication.Content)))
            {
                yield return new Violation("lost", $"{lost.Content} of {channel.Kind.Channel}, "
                    + $"acknowledged at {lost.Acknowledged?.TotalSeconds:f3} s, is not at node {final.Node}");
            }
        }
    }

    // Where no offsets tell, time does: who was in before a publication began, and heard another one that
    // began after it was acknowledged, has heard it too, or the channel has no one order.
    private static IEnumerable<Violation> Missed(Publications channel, History history)
    {
        var acknowledged = channel.All
            .Where(publication => publication.Acknowledged is not null
                && !IsExcused(channel.Kind, publication, history))
            .OrderBy(publication => publication.Begin)
            .ToList();
        foreach (var session in channel.Sessions.Where(HasNoOffsets))
        {
            var heard = Contents(session);
            var last = heard.Select(content => channel.Find(content)?.Begin ?? default).Max();
            foreach (var publication in acknowledged.SkipWhile(one => one.Begin <= session.Opened))
            {
                if (publication.Begin > last) break;
                if (publication.Acknowledged >= last || heard.Contains(publication.Content)) continue;

                yield return new Violation("missed", $"{session} went on and did not hear "
                    + $"{publication.Content} of {channel.Kind.Channel}, begun at "
                    + $"{publication.Begin.TotalSeconds:f3} s");
            }
        }
    }

    private static IEnumerable<Violation> Doubled(Publications channel) =>
        from session in channel.Sessions
        from content in session.Heard.Where(heard => !heard.IsGap).CountBy(heard => heard.Content)
        where content.Value > channel.TimesMax(content.Key)
        select new Violation("doubled", $"{session} heard {content.Key} of {channel.Kind.Channel} "
            + $"{content.Value} times");

    private static IEnumerable<Violation> Invented(Publications channel) =>
        from session in channel.Sessions
        from heard in session.Heard
        where !heard.IsGap && channel.Find(heard.Content) is null
        select new Violation("invented", $"{session} heard {heard.Content}, which nobody published to "
            + channel.Kind.Channel);

    // What a home that fails has acknowledged is lost with it where it is not stored, and only some protocols
    // can say so. A standby may lack what is stored.
    private static bool IsExcused(
        ChannelKind kind, Publications.Publication publication, History history)
    {
        var underway = new Interval(publication.Begin, publication.Acknowledged!.Value);
        return history.IsLostByFailover(underway.End)
            || (!kind.IsDurable && history.Faults.Any(fault => !fault.IsPlanned && !fault.IsOfStore
                && fault.Time.Widened(Patience.Underway, Patience.Recovery).Overlaps(underway)));
    }

    private static bool HasNoOffsets(Session session) =>
        session.Heard.Count > 0 && session.Heard.All(heard => heard.Offset == 0 && !heard.IsGap);

    private static HashSet<string> Contents(Session session) =>
        [.. session.Heard.Where(heard => !heard.IsGap).Select(heard => heard.Content)];
}
