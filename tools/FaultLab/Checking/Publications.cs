using Broker.FaultLab.Histories;

namespace Broker.FaultLab.Checking;

/// <summary>The contents of one channel, each with all attempts to publish it as one.</summary>
internal sealed class Publications
{
    private readonly Dictionary<string, Publication> _byContent = [];

    public Publications(ChannelKind kind, IEnumerable<Publish> attempts, IEnumerable<Session> sessions)
    {
        Kind = kind;
        Sessions = [.. sessions];
        foreach (var attempt in attempts) Add(attempt);
    }

    /// <param name="Content">What identifies it.</param>
    /// <param name="Begin">Of the first attempt: it is stored no earlier.</param>
    /// <param name="Acknowledged">When it was acknowledged first; null when it never was.</param>
    public sealed record Publication(string Content, TimeSpan Begin, TimeSpan? Acknowledged);

    public ChannelKind Kind { get; }

    public IReadOnlyList<Session> Sessions { get; }

    public IEnumerable<Publication> All => _byContent.Values;

    public static IEnumerable<Publications> Of(History history)
    {
        var attempts = history.Publishes.ToLookup(publish => publish.Channel);
        var sessions = history.Sessions.ToLookup(session => session.Channel);
        return history.Channels.Select(
            kind => new Publications(kind, attempts[kind.Channel], sessions[kind.Channel]));
    }

    public Publication? Find(string content) => _byContent.GetValueOrDefault(content);

    private void Add(Publish attempt)
    {
        var (begin, end) = (attempt.Answer.Time.Begin, attempt.Answer.Time.End);
        TimeSpan? acknowledged = attempt.Answer.IsDone ? end : null;
        if (_byContent.TryGetValue(attempt.Content, out var known))
        {
            begin = known.Begin < begin ? known.Begin : begin;
            acknowledged = known.Acknowledged < (acknowledged ?? TimeSpan.MaxValue)
                ? known.Acknowledged
                : acknowledged;
        }
        _byContent[attempt.Content] = new Publication(attempt.Content, begin, acknowledged);
    }
}
