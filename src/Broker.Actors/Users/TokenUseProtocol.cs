namespace Broker.Actors.Users;

/// <summary>Every message that the memory of used tokens accepts or sends.</summary>
public static class TokenUseProtocol
{
    /// <summary>
    /// Somebody comes with a token that is good for one time. Answered by <see cref="TokenUsed"/>, or by
    /// <see cref="TokenRefused"/>.
    /// </summary>
    /// <param name="Id">What no other token has.</param>
    /// <param name="ExpiresAt">From then on nobody needs to remember it: it is refused for its age.</param>
    public sealed record UseToken(string Id, DateTimeOffset ExpiresAt);

    /// <summary>It was the first time.</summary>
    public sealed record TokenUsed
    {
        public static readonly TokenUsed Instance = new();
    }

    public sealed record TokenRefused(TokenRefusal Reason);

    public enum TokenRefusal
    {
        AlreadyUsed,

        /// <summary>As many tokens are remembered as may be; forgetting one would let it in again.</summary>
        TooMany,
    }

    // From the actor to itself only.
    internal sealed record Expire
    {
        public static readonly Expire Instance = new();
    }
}
