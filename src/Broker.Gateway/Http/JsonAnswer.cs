using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Broker.Gateway.Http;

/// <summary>Writes a JSON body in one piece, with its length: friendlier to curl than chunks.</summary>
internal static class JsonAnswer
{
    public static Task WriteAsync<T>(HttpContext context, int status, T body, JsonTypeInfo<T> type)
    {
        return WriteAsync(context, status, JsonSerializer.SerializeToUtf8Bytes(body, type));
    }

    /// <param name="context">The request to answer.</param>
    /// <param name="status">Of the answer.</param>
    /// <param name="json">Its body, already written.</param>
    public static Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }
}
