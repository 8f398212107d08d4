using System.Buffers;

namespace Broker.Gateway.Http;

/// <summary>Reads a whole request body, within a limit, into memory that the caller owns.</summary>
internal static class RequestBody
{
    // A peer gets no more memory than this for a length that it has only announced.
    private const int TrustedLength = 64 * 1024;

    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int bytesMax)
    {
        if (request.ContentLength > bytesMax) throw TooLarge(bytesMax);
        if (request.ContentLength == 0) return default;

        var body = new ArrayBufferWriter<byte>((int)Math.Clamp(request.ContentLength ?? 0, 256, TrustedLength));
        while (true)
        {
            var result = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            if (body.WrittenCount + result.Buffer.Length > bytesMax) throw TooLarge(bytesMax);
            foreach (var segment in result.Buffer) body.Write(segment.Span);
            request.BodyReader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) return body.WrittenMemory;
        }
    }

    private static HttpRefusal TooLarge(int bytesMax) =>
        new(StatusCodes.Status413PayloadTooLarge, $"the body is larger than {bytesMax} bytes");
}
