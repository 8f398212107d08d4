using Microsoft.OpenApi;

namespace Broker.Gateway.Documents;

/// <summary>One parameter of a route. All are text.</summary>
internal sealed record ApiParameter(string Name, ParameterLocation In, string Meaning, string Example)
{
    public bool IsRequired { get; init; }

    public static ApiParameter Query(string name, string meaning, string example) =>
        new(name, ParameterLocation.Query, meaning, example);

    public static ApiParameter Path(string name, string meaning, string example) =>
        new(name, ParameterLocation.Path, meaning, example) { IsRequired = true };

    public static ApiParameter Header(string name, string meaning, string example) =>
        new(name, ParameterLocation.Header, meaning, example);
}
