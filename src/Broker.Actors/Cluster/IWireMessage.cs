namespace Broker.Actors.Cluster;

/// <summary>A message that can cross nodes: <see cref="BrokerSerializer"/> knows it.</summary>
public interface IWireMessage;
