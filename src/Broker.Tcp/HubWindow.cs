using Broker.Sockets;

namespace Broker.Tcp;

/// <summary>
/// How much one client has asked for that is not yet dealt with: requests, and the bytes of relays and
/// echoes. While either is full, nothing is read.
/// </summary>
internal sealed class HubWindow(int requestsMax, int bytesMax)
{
    private readonly RequestWindow _requests = new(requestsMax);
    private readonly RequestWindow _bytes = new(bytesMax);

    public bool IsFull => _requests.IsFull || _bytes.IsFull;

    /// <param name="bytes">What the request holds until it is dealt with.</param>
    public void Open(int bytes)
    {
        _requests.Open();
        if (bytes > 0) _bytes.Open(bytes);
    }

    public void Complete(int requests) => _requests.Complete(requests);

    public void CompleteBytes(int bytes) => _bytes.Complete(bytes);

    public async Task WaitForRoomAsync()
    {
        await _requests.WaitForRoomAsync();
        await _bytes.WaitForRoomAsync();
    }

    /// <summary>Completes when every request is dealt with.</summary>
    public Task WaitUntilEmptyAsync() => _requests.WaitUntilEmptyAsync();

    /// <summary>The connection is over: nobody is to wait any more.</summary>
    public void Release()
    {
        _requests.Release();
        _bytes.Release();
    }
}
