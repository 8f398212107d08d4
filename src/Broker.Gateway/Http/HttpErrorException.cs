using System.Globalization;
using Broker.Actors.Connections;
using Broker.Sockets;

namespace Broker.Gateway.Http;

/// <summary>A request that is answered by an error: the status and the words for its JSON body.</summary>
internal sealed class HttpErrorException(int status, string message) : Exception(message)
{
    private static readonly Dictionary<string, string> RetrySoon = new() { ["Retry-After"] = "1" };

    public int Status { get; } = status;

    /// <summary>Headers that belong to the answer.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>503: too much waits already, or the broker is going away.</summary>
    public static HttpErrorException Busy(string message = "the broker is busy, try again") =>
        new(StatusCodes.Status503ServiceUnavailable, message) { Headers = RetrySoon };

    /// <summary>429 with <c>Retry-After</c>, in whole seconds.</summary>
    public static HttpErrorException TooMany(string message, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        return new(StatusCodes.Status429TooManyRequests, message)
        {
            Headers = new Dictionary<string, string>
            {
                ["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    /// <summary>403: a web page of another origin (the contracts' origin rule).</summary>
    public static HttpErrorException ForeignOrigin() =>
        new(StatusCodes.Status403Forbidden, "this origin is not allowed");

    /// <summary>A connection that is not served.</summary>
    public static HttpErrorException Of(ConnectionRefusal reason) => reason is ConnectionRefusal.AddressFull
        ? new HttpErrorException(StatusCodes.Status429TooManyRequests, CloseReason.AddressFull.Text)
        {
            Headers = RetrySoon,
        }
        : Busy(CloseReason.Refused.Text);
}
