using Akka.Configuration;

namespace Broker.Gateway.Tests.Configuration;

/// <summary>A message <c>place: key: problem</c> in its parts.</summary>
public sealed record Refusal(string Place, string Key, string Message)
{
    public static Refusal Of(ConfigurationException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.Message.Split(": ") is [var place, var key, ..]
            ? new Refusal(place, key, error.Message)
            : throw new ArgumentException(error.Message, nameof(error));
    }
}
