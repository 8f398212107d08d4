using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Broker.KernelTests.Conformance;

public sealed class HostingSpec : IAsyncLifetime
{
    private readonly IHost _host = new HostBuilder()
        .ConfigureServices(services => services.AddAkka("hosted", (builder, _) => builder
            .WithActors((system, registry) => registry.Register<Echo>(system.ActorOf(Echo.Props, "echo")))
            .WithActors((system, registry, resolver) =>
                registry.Register<Greeter>(
                    system.ActorOf(resolver.Props<Greeter>("own"), "wants"))))
            .AddSingleton(new Greeting("injected")))
        .Build();

    public Task InitializeAsync() => _host.StartAsync();

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task Actors_start_with_the_host_and_are_found_by_their_key()
    {
        var echo = _host.Services.GetRequiredService<IRequiredActor<Echo>>().ActorRef;
        Assert.Equal("hi", await echo.Ask<string>("hi", Do.Limit));
        Assert.Equal("/user/echo", echo.Path.ToStringWithoutAddress());
    }

    [Fact]
    public async Task Actors_get_services_and_what_they_are_given()
    {
        var actor = _host.Services.GetRequiredService<ActorRegistry>().Get<Greeter>();
        Assert.Equal("injected and own", await actor.Ask<string>("hi", Do.Limit));
    }

    [Fact]
    public async Task The_system_ends_with_the_host()
    {
        var system = _host.Services.GetRequiredService<ActorSystem>();
        await _host.StopAsync();
        Assert.True(system.WhenTerminated.IsCompleted);
    }

    [Fact]
    public void A_key_is_given_once()
    {
        var registry = _host.Services.GetRequiredService<IActorRegistry>();
        Assert.Throws<DuplicateActorRegistryException>(() => registry.Register<Echo>(ActorRefs.Nobody));
        Assert.False(registry.TryRegister<Echo>(ActorRefs.Nobody));
    }

    [Fact]
    public void An_unknown_key_has_no_actor()
    {
        var registry = _host.Services.GetRequiredService<IActorRegistry>();
        Assert.False(registry.TryGet<string>(out _));
        Assert.Throws<MissingActorRegistryEntryException>(registry.Get<string>);
    }

    [Fact]
    public async Task Who_asks_early_waits_for_the_actor()
    {
        var registry = _host.Services.GetRequiredService<ActorRegistry>();
        var later = registry.GetAsync<HostingSpec>();
        Assert.False(later.IsCompleted);
        registry.Register<HostingSpec>(registry.Get<Echo>());
        Assert.Equal(registry.Get<Echo>(), await later.WaitAsync(Do.Limit));
    }

    public sealed record Greeting(string Name);

    private sealed class Greeter(Greeting greeting, string own) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell($"{greeting.Name} and {own}");
    }
}
