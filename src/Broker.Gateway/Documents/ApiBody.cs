namespace Broker.Gateway.Documents;

/// <summary>A body, of a request or of an answer.</summary>
/// <param name="ContentType">What stands in <c>Content-Type</c>.</param>
/// <param name="Example">JSON where the content type is; else the text itself.</param>
/// <param name="Type">What it is made from; null where it is no JSON.</param>
internal sealed record ApiBody(string ContentType, string Example, Type? Type = null)
{
    public const string JsonType = "application/json";

    public bool IsJson => ContentType == JsonType;

    public static ApiBody Json<T>(string example) => new(JsonType, example, typeof(T));

    public static ApiBody Text(string example) => new("text/plain", example);
}
