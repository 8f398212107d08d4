namespace Broker.Kernel;

/// <summary>Starts the application's actors and registers the well-known ones.</summary>
public delegate Task ActorStarter(ActorSystem system, IActorRegistry registry);
