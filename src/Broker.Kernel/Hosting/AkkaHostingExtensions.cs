using Broker.Hocon;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Broker.Kernel;

/// <summary>
/// A system as part of a host: starts with it, stops with it, logs and reads the clock through it.
/// </summary>
public static class AkkaHostingExtensions
{
    public static IServiceCollection AddAkka(
        this IServiceCollection services, string actorSystemName, Action<AkkaConfigurationBuilder> builder) =>
        services.AddAkka(actorSystemName, (configuration, _) => builder(configuration));

    /// <summary>The builder function runs when the system is first needed.</summary>
    public static IServiceCollection AddAkka(
        this IServiceCollection services,
        string actorSystemName,
        Action<AkkaConfigurationBuilder, IServiceProvider> builder)
    {
        services.AddSingleton(provider =>
        {
            var configuration = new AkkaConfigurationBuilder(actorSystemName);
            builder(configuration, provider);
            return configuration;
        });
        services.AddSingleton(CreateSystem);
        services.AddSingleton(provider => ActorRegistry.For(provider.GetRequiredService<ActorSystem>()));
        services.AddSingleton<IActorRegistry>(provider => provider.GetRequiredService<ActorRegistry>());
        services.AddSingleton<IReadOnlyActorRegistry>(
            provider => provider.GetRequiredService<ActorRegistry>());
        services.AddSingleton(typeof(IRequiredActor<>), typeof(RequiredActor<>));
        services.AddHostedService<HostedSystem>();
        return services;
    }

    public static AkkaConfigurationBuilder AddHocon(
        this AkkaConfigurationBuilder builder, Config hocon, HoconAddMode addMode)
    {
        builder.AddConfig(hocon, addMode);
        return builder;
    }

    public static AkkaConfigurationBuilder WithActorAskTimeout(
        this AkkaConfigurationBuilder builder, TimeSpan timeout)
    {
        var config = ConfigurationFactory.FromPairs(
            [KeyValuePair.Create("akka.actor.ask-timeout", $"{(long)timeout.TotalMilliseconds}ms")],
            "WithActorAskTimeout");
        return builder.AddHocon(config, HoconAddMode.Prepend);
    }

    public static AkkaConfigurationBuilder WithActors(
        this AkkaConfigurationBuilder builder, Action<ActorSystem, IActorRegistry> actorStarter) =>
        builder.WithActors((system, registry, _) => actorStarter(system, registry));

    public static AkkaConfigurationBuilder WithActors(
        this AkkaConfigurationBuilder builder,
        Action<ActorSystem, IActorRegistry, IDependencyResolver> actorStarter) =>
        builder.StartActors((system, registry, resolver) =>
        {
            actorStarter(system, registry, resolver);
            return Task.CompletedTask;
        });

    public static AkkaConfigurationBuilder WithActors(
        this AkkaConfigurationBuilder builder, ActorStarter actorStarter) =>
        builder.StartActors((system, registry, _) => actorStarter(system, registry));

    public static AkkaConfigurationBuilder WithActors(
        this AkkaConfigurationBuilder builder, ActorStarterWithResolver actorStarter) =>
        builder.StartActors(actorStarter);

    private static ActorSystem CreateSystem(IServiceProvider provider)
    {
        var builder = provider.GetRequiredService<AkkaConfigurationBuilder>();
        var time = provider.GetService<TimeProvider>() ?? TimeProvider.System;
        var system = ActorSystem.Create(builder.ActorSystemName, builder.Config, time);
        if (provider.GetService<ILoggerFactory>() is { } loggers)
            system.EventStream.Subscribe<LogEvent>(new LoggerRef(system, loggers));
        return system;
    }
}
