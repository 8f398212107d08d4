namespace Broker.Journal.Postgres;

/// <summary>What <c>broker.append</c> answered to one append of a batch.</summary>
internal readonly record struct AppendOutcome(AppendOutcome.Kind What, long Version, long Position)
{
    /// <summary>The numbers of 0001-journal.sql.</summary>
    public enum Kind : short
    {
        Stored = 0,
        WrongVersion = 1,
        TooManyStreams = 2,
        Repeat = 3,
    }
}
