namespace Broker.Gateway.Documents;

/// <summary>
/// What is to be known of one HTTP route: the row of a table that <c>/openapi.json</c> is made of.
/// </summary>
/// <param name="Group">The protocol it belongs to.</param>
/// <param name="Summary">One line.</param>
internal sealed record ApiOperation(string Method, string Path, string Group, string Summary)
{
    /// <summary>What the summary leaves out.</summary>
    public string? Description { get; init; }

    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>Null where no body is read.</summary>
    public ApiBody? Request { get; init; }

    /// <summary>By status.</summary>
    public IReadOnlyDictionary<int, ApiAnswer> Answers { get; init; } = new Dictionary<int, ApiAnswer>();

    /// <summary>Which credentials it takes, if any: a key of <see cref="ApiSecurity"/>.</summary>
    public string? Credentials { get; init; }
}
