using Broker.Gateway.Http;

namespace Broker.Gateway.Documents;

/// <summary>One answer of a route.</summary>
/// <param name="Meaning">When it is given.</param>
/// <param name="Body">Null for none.</param>
internal sealed record ApiAnswer(string Meaning, ApiBody? Body = null)
{
    /// <summary>An error as most protocols have it.</summary>
    public static ApiAnswer Error(string meaning, string message) =>
        new(meaning, ApiBody.Json<ErrorBody>($$"""{"message":"{{message}}"}"""));

    /// <summary>An error of contracts §4.</summary>
    public static ApiAnswer TextError(string meaning, string text) => new(meaning, ApiBody.Text(text));
}
