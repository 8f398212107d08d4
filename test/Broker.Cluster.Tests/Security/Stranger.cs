using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Remote;
using Broker.Cluster.Security;
using Broker.Cluster.Tests.Kit;

namespace Broker.Cluster.Tests.Security;

/// <summary>A process that speaks Akka.Remote and does not belong to the cluster.</summary>
internal sealed class Stranger : IAsyncDisposable
{
    private readonly ActorSystem _system;
    private readonly TestProbe _failures;

    /// <param name="settings">Those that its keys are from; null for one without TLS.</param>
    public Stranger(ClusterSettings? settings)
    {
        var config = ConfigurationFactory.ParseString($$"""
            akka {
              loglevel = OFF
              stdout-loglevel = OFF
              actor.provider = remote
              remote.dot-netty.tcp {
                hostname = 127.0.0.1
                port = 0
                enable-ssl = {{(settings is null ? "off" : "on")}}
                connection-timeout = 3s
              }
            }
            """);
        var bootstrap = BootstrapSetup.Create().WithConfig(config);
        _system = ActorSystem.Create("broker", settings is null
            ? ActorSystemSetup.Create(bootstrap)
            : ActorSystemSetup.Create(bootstrap, NodeTls.Of(settings).Setup));
        Kit = new TestKit(_system);
        Probe = Kit.CreateTestProbe("probe");
        _failures = Kit.CreateTestProbe();
        _system.EventStream.Subscribe(_failures.Ref, typeof(AssociationErrorEvent));
        _system.EventStream.Subscribe(_failures.Ref, typeof(DisassociatedEvent));
    }

    private TestKit Kit { get; }

    /// <summary>Gets what reaches this process.</summary>
    public TestProbe Probe { get; }

    public Address Address => ((ExtendedActorSystem)_system).Provider.DefaultAddress;

    /// <summary>Sends to an actor of a node, and waits until the connection has failed.</summary>
    public async Task IsRefusedAsync(TestNode node, string path)
    {
        var protocol = Address.Protocol;
        _system.ActorSelection($"{node.Cluster.SelfAddress.WithProtocol(protocol)}{path}").Tell("a stranger");
        await _failures.ReceiveOneAsync(TestNode.Patience);
    }

    public async ValueTask DisposeAsync() => await _system.Terminate().WaitAsync(TestNode.Patience);
}
