namespace Broker.FaultLab.Clients;

/// <summary>Something that uses the broker as its users do, and writes down what it did and saw.</summary>
internal interface IClient
{
    /// <summary>Goes on, whatever breaks, until it is told to stop.</summary>
    Task RunAsync(CancellationToken stop);
}
