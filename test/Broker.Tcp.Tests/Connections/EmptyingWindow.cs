using Broker.Sockets;

namespace Broker.Tcp.Tests.Connections;

/// <summary>A window that has room again right after the reader was told to pause.</summary>
internal sealed class EmptyingWindow(int requestsMax) : RequestWindow(requestsMax)
{
    public override Task? Pause()
    {
        var pause = base.Pause();
        while (pause is { IsCompleted: false }) Complete(requests: 1);
        return pause;
    }
}
