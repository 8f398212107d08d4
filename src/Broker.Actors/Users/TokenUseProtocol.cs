using Broker.Actors.Cluster;

namespace Broker.Actors.Users;

/// <summary>Every message that the memory of used tokens accepts or sends.</summary>
public static class TokenUseProtocol
{
    /// <summary>
    /// A client shows a token for a single use. Answered by <see cref="TokenUsed"/> once that is stored, or
    /// by <see cref="TokenRefused"/>.
    /// </summary>
    /// <param name="Hash">SHA-256 of what was signed, in lower-case hex.</param>
    /// <param name="ExpiresAt">From then on the token is refused for its age.</param>
    public sealed record UseToken(string Hash, DateTimeOffset ExpiresAt) : IWireMessage;

    /// <summary>It was the first time.</summary>
    public sealed record TokenUsed : IWireMessage
    {
        public static readonly TokenUsed Instance = new();
    }

    public sealed record TokenRefused(TokenRefusal Reason) : IWireMessage;

    public enum TokenRefusal
    {
        AlreadyUsed,

        /// <summary>As many tokens are remembered as may be; to forget one would let it in again.</summary>
        TooMany,

        /// <summary>Too many requests wait.</summary>
        Busy,

        /// <summary>The store fails, so that it is not known whether the use is stored.</summary>
        Unavailable,
    }
}
