using Broker.FaultLab.Histories;

namespace Broker.FaultLab.Checking;

/// <summary>The contents of one channel, each with all attempts to publish it as one.</summary>
internal sealed class Publications
{
    private readonly Dictionary<string, Publication> _byContent = [];
    private readonly Dictionary<string, int> _epochs;

    public Publications(ChannelKind kind, IEnumerable<Publish> attempts, IEnumerable<Session> sessions)
    {
        Kind = kind;
        Sessions = [.. sessions];
        foreach (var attempt in attempts) Add(attempt);
        var epochs = from session in Sessions
                     from heard in session.Heard
                     where heard.Epoch.Length > 0
                     select (heard.Content, heard.Epoch);
        _epochs = epochs.Distinct().CountBy(heard => heard.Content).ToDictionary();
    }

    /// <param name="Content">What identifies it.</param>
    /// <param name="Begin">Of the first attempt: it is stored no earlier.</param>
    /// <param name="Acknowledged">When it was acknowledged first; null when it never was.</param>
    /// <param name="Attempts">How often it was tried.</param>
    public sealed record Publication(
        string Content, TimeSpan Begin, TimeSpan? Acknowledged, int Attempts);

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

    /// <summary>
    /// How often a session may hear a content. In memory an idempotency key ends with its epoch: a content
    /// that was tried again may come once in each.
    /// </summary>
    public int TimesMax(string content) =>
        Kind.IsDurable || Find(content) is not { Attempts: > 1 } ? 1 : _epochs.GetValueOrDefault(content, 1);

    private void Add(Publish attempt)
    {
        var (begin, end) = (attempt.Answer.Time.Begin, attempt.Answer.Time.End);
        TimeSpan? acknowledged = attempt.Answer.IsDone ? end : null;
        var attempts = 1;
        if (_byContent.TryGetValue(attempt.Content, out var known))
        {
            attempts = known.Attempts + 1;
            begin = known.Begin < begin ? known.Begin : begin;
            acknowledged = known.Acknowledged < (acknowledged ?? TimeSpan.MaxValue)
                ? known.Acknowledged
                : acknowledged;
        }
        _byContent[attempt.Content] = new Publication(attempt.Content, begin, acknowledged, attempts);
    }
}
