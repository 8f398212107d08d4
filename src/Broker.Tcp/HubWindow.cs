using Broker.Sockets;

namespace Broker.Tcp;

/// <summary>
/// How much one client has asked for that is not yet dealt with: requests, and the bytes of relays and
/// echoes. While either is full, reading pauses.
/// </summary>
internal sealed class HubWindow(RequestWindow requests, int bytesMax)
{
    private readonly RequestWindow _bytes = new(bytesMax);

    /// <param name="bytes">What the request holds until it is dealt with.</param>
    public void Open(int bytes)
    {
        requests.Open();
        if (bytes > 0) _bytes.Open(bytes);
    }

    public void Complete(int count) => requests.Complete(count);

    public void CompleteBytes(int bytes) => _bytes.Complete(bytes);

    /// <inheritdoc cref="RequestWindow.Pause"/>
    public Task? Pause() => requests.Pause() ?? _bytes.Pause();

    /// <summary>Completes when every request is dealt with.</summary>
    public Task WaitUntilEmptyAsync() => requests.WaitUntilEmptyAsync();

    /// <inheritdoc cref="RequestWindow.Release"/>
    public void Release()
    {
        requests.Release();
        _bytes.Release();
    }
}
