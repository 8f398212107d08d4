using Broker.Actors.Hub;
using static Broker.Actors.Hub.HubProtocol;

namespace Broker.Tcp;

/// <summary>Asks the hub for the ids of clients. Who asks first has the lower one.</summary>
public sealed class HubIds(IRequiredActor<HubActor> hub, TimeSpan timeout)
{
    /// <summary>Takes its place in the order of ids at once, and completes when the id is known.</summary>
    /// <returns>Null when there is none to be had.</returns>
    public async Task<ulong?> ReserveAsync()
    {
        try
        {
            return (await hub.ActorRef.Ask<object>(Reserve.Instance, timeout) as Reserved)?.ClientId;
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }
}
