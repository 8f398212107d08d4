namespace Broker.Gateway.Tokens;

/// <summary>Why a text is no token. For specs and logs: a client is only told 403.</summary>
internal enum TokenError
{
    None,
    TooLong,

    /// <summary>Not three parts of canonical base64url, or a part that is not one JSON object.</summary>
    Malformed,

    /// <summary>Not HS256, or with a header parameter that must be understood and is not.</summary>
    Unsupported,
    WrongSignature,

    /// <summary>A name stands twice in one object, so nobody can say which value was signed.</summary>
    Duplicate,

    /// <summary>A claim that must be there is missing or of the wrong type.</summary>
    WrongClaim,
    Expired,

    /// <summary>Issued, or valid from, later than now.</summary>
    NotYetValid,
}
