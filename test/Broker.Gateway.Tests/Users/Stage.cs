using Broker.Actors.Users;
using Broker.Gateway.Configuration;
using Broker.Gateway.Tokens;
using Broker.Gateway.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Broker.Gateway.Tests.Users;

/// <summary>Settings of the reference with some of them changed, and what is made of them.</summary>
internal static class Stage
{
    public static BrokerSettings Settings(string overlay = "") =>
        BrokerSettings.From(ConfigurationLayers.Reference.With(overlay, "overlay"));

    public static UserTokens Tokens(BrokerSettings settings, TimeProvider time) =>
        new(settings.Users, Keys(settings, time), time);

    public static TokenKeys Keys(BrokerSettings settings, TimeProvider time) =>
        new(settings, time, NullLogger<TokenKeys>.Instance);

    public static UserName User(string name) =>
        UserName.TryParse(name, out var user) ? user : throw new ArgumentException(name, nameof(name));
}
