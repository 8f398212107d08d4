using Broker.Hocon;

namespace Broker.Kernel;

/// <summary>
/// Collects what a hosted system is made of: its configuration and the starters of its actors.
/// </summary>
public sealed class AkkaConfigurationBuilder
{
    private readonly List<ActorStarterWithResolver> _starters = [];
    private Config _config = Config.Empty;

    internal AkkaConfigurationBuilder(string actorSystemName) => ActorSystemName = actorSystemName;

    internal string ActorSystemName { get; }

    internal Config Config => _config;

    /// <summary>Starters run in the order in which they were added, when the host starts.</summary>
    public AkkaConfigurationBuilder StartActors(ActorStarterWithResolver starter)
    {
        _starters.Add(starter);
        return this;
    }

    internal void AddConfig(Config config, HoconAddMode mode) => _config = mode switch
    {
        HoconAddMode.Prepend => config.WithFallback(_config),
        HoconAddMode.Append => _config.WithFallback(config),
        _ => config,
    };

    internal async Task StartAsync(ActorSystem system, IDependencyResolver resolver)
    {
        foreach (var starter in _starters)
            await starter(system, system.Registry, resolver).ConfigureAwait(false);
    }
}
