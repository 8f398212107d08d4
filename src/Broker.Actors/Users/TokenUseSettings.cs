namespace Broker.Actors.Users;

/// <summary>How many tokens for a single use are remembered, and wait to be.</summary>
/// <param name="TokensMax">Tokens of one bucket that have not expired.</param>
/// <param name="WaitingMax">Requests that wait at one bucket.</param>
public sealed record TokenUseSettings(int TokensMax, int WaitingMax)
{
    /// <summary>What each bucket may hold, so that all of them hold so many tokens.</summary>
    public static TokenUseSettings Of(int tokensMax, int waitingMax) => new(
        (int)(((long)tokensMax + TokenUseActor.Buckets - 1) / TokenUseActor.Buckets), waitingMax);
}
