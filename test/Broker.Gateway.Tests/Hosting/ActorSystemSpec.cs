using Broker.Actors.Mailboxes;
using Broker.Gateway.Configuration;
using Broker.Gateway.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Broker.Gateway.Tests.Hosting;

/// <summary>The actor system as the host sets it up.</summary>
public class ActorSystemSpec
{
    [Fact]
    public async Task Its_actors_have_the_mailbox_that_is_small_when_idle()
    {
        await using var app = BrokerHost.Build(BrokerSettings.From(ConfigurationLayers.Reference));
        var system = app.Services.GetRequiredService<ActorSystem>();

        Assert.IsType<LinkedMailbox>(system.Mailboxes.Lookup(Akka.Dispatch.Mailboxes.DefaultMailboxId));
        await system.Terminate();
    }
}
