using Broker.Actors.Mailboxes;
using Broker.Gateway.Configuration;
using Broker.Gateway.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Broker.Gateway.Tests.Hosting;

/// <summary>The actor system as the host sets it up.</summary>
public class ActorSystemSpec
{
    [Fact]
    public async Task Its_actors_have_the_mailbox_that_is_small_when_idle()
    {
        using var directory = new TemporaryDirectory();
        var settings = BrokerSettings.From(ConfigurationLayers.Reference);
        settings = settings with { Process = settings.Process with { DataDirectory = directory.Path } };
        await using var store = await OpenStore.RunAsync(settings, NullLoggerFactory.Instance);
        await using var app = BrokerHost.Build(
            new LiveSettings(() => (settings, ConfigurationLayers.Reference)), store);
        var system = app.Services.GetRequiredService<ActorSystem>();

        Assert.IsType<LinkedMailbox>(system.Mailboxes.Lookup(Akka.Dispatch.Mailboxes.DefaultMailboxId));
        await system.Terminate();
    }
}
