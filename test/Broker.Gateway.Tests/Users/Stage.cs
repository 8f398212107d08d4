using Broker.Actors.Users;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.Tests.Users;

/// <summary>Settings of the reference with some of them changed, and what is made of them.</summary>
internal static class Stage
{
    public static BrokerSettings Settings(string overlay = "") =>
        BrokerSettings.From(ConfigurationLayers.Reference.With(overlay, "overlay"));

    public static UserName User(string name) =>
        UserName.TryParse(name, out var user) ? user : throw new ArgumentException(name, nameof(name));
}
