using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace Broker.Gateway.Http;

/// <summary>Reads a whole request body, within a limit, into memory that the caller owns.</summary>
internal static class RequestBody
{
    // A chunk of one byte has five bytes around it, or twelve where its length has eight digits; the others
    // are for the last chunk.
    private const long FramingMax = 16;

    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int bytesMax)
    {
        if (request.ContentLength > bytesMax) throw TooLarge(bytesMax);
        if (request.ContentLength == 0) return default;
        if (request.ContentLength is null) AllowChunks(request, bytesMax);

        // Kestrel's pooled buffers hold what has arrived. A length that is only announced takes no memory.
        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync();
            var buffer = result.Buffer;
            if (buffer.Length > bytesMax) throw TooLarge(bytesMax);
            if (result.IsCompleted)
            {
                var body = buffer.ToArray();
                reader.AdvanceTo(buffer.End);
                return body;
            }
            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    // Kestrel counts the framing of chunks as well.
    private static void AllowChunks(HttpRequest request, int bytesMax)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = FramingMax * (bytesMax + 1L);
    }

    private static HttpErrorException TooLarge(int bytesMax) =>
        new(StatusCodes.Status413PayloadTooLarge, $"the body is larger than {bytesMax} bytes");
}
