using System.Text.Json.Serialization;
using Broker.Gateway.Http;

namespace Broker.Gateway.Broadcast;

/// <summary>One line of <c>POST /publish/batch</c>: what to publish, as text or as bytes.</summary>
internal sealed record BatchLine(
    [property: JsonConverter(typeof(Utf8TextConverter))] ReadOnlyMemory<byte>? Content = null,
    byte[]? Base64 = null,
    string? Channel = null,
    string? IdempotencyKey = null);
