using System.Text.Json.Serialization;

namespace Broker.Gateway.Broadcast;

/// <summary>The answer to <c>POST /publish/batch</c>.</summary>
/// <param name="Accepted">How many lines were published.</param>
/// <param name="Errors">The other lines.</param>
/// <param name="Receipts">Of those that were published, in their order; null when nobody asked.</param>
internal sealed record BatchBody(
    int Accepted,
    IReadOnlyList<BatchBody.Error> Errors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<ReceiptBody>? Receipts)
{
    /// <param name="Line">From 1.</param>
    /// <param name="Message">Why it was not published.</param>
    internal sealed record Error(int Line, string Message);
}
