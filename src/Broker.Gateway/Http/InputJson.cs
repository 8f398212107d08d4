using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Broker.Gateway.Auction;
using Broker.Gateway.Broadcast;
using Broker.Gateway.Users;

namespace Broker.Gateway.Http;

/// <summary>
/// JSON objects from clients, generated at build time: required fields are there, no field is there twice,
/// and each has its type.
/// </summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BatchLine))]
[JsonSerializable(typeof(Credentials))]
[JsonSerializable(typeof(NewBid))]
[JsonSerializable(typeof(NewMessage))]
[JsonSerializable(typeof(NewOffer))]
[JsonSerializable(typeof(StreamEvent))]
[JsonSerializable(typeof(TokenRenewal))]
[JsonSerializable(typeof(TokenRequest))]
internal sealed partial class InputJson : JsonSerializerContext
{
    /// <summary>For objects of at most so many levels.</summary>
    public static InputJson WithDepth(int depthMax) =>
        new(new JsonSerializerOptions(Default.Options) { MaxDepth = depthMax });

    /// <summary>Null for bytes that are not one such object.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class => Read(json, type, out _);

    /// <param name="json">One object and nothing else.</param>
    /// <param name="type">Generated for it, with its limits.</param>
    /// <param name="path">Where the first error is, such as <c>$.title</c>.</param>
    public static T? Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type, out string? path)
        where T : class
    {
        path = null;
        // The serializer skips fields that it does not know, and does not look into their texts.
        if (!Utf8.IsValid(json)) return null;

        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException e)
        {
            path = e.Path;
            return null;
        }
    }
}
