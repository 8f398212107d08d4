namespace Broker.Journal.Tests.Model;

/// <summary>
/// What one stream must have after a crash: everything that was answered, and of what was not, the first so
/// many appends.
/// </summary>
internal sealed class StreamModel
{
    private readonly List<string> _answered = [];
    private readonly List<string[]> _unanswered = [];

    public long FirstVersion { get; private set; } = 1;

    /// <summary>Where a trim without an answer would have cut.</summary>
    public long UnansweredFirstVersion { get; private set; } = 1;

    public long LastVersion => _answered.Count;

    /// <summary>The versions that may be the last, and the texts up to the very last.</summary>
    public (List<long> LastVersions, List<string> Texts) Possible()
    {
        var (versions, texts) = (new List<long> { LastVersion }, _answered.ToList());
        foreach (var append in _unanswered)
        {
            texts.AddRange(append);
            versions.Add(texts.Count);
        }

        return (versions, texts);
    }

    public void Append(string[] texts, bool isAnswered)
    {
        if (isAnswered) _answered.AddRange(texts);
        else _unanswered.Add(texts);
    }

    /// <param name="answered">The first version that the answer said, if there was one.</param>
    public void Trim(long before, long? answered)
    {
        UnansweredFirstVersion = Math.Max(UnansweredFirstVersion, Math.Min(before, LastVersion + 1));
        FirstVersion = answered ?? FirstVersion;
    }
}
