namespace Broker.Sockets;

/// <summary>
/// Bounds the sockets that all listeners of the process have open. At the bound a listener accepts no more
/// until one is closed: new connections wait in the system's queue, and file descriptors are left for
/// everything else. An accept that fails for want of one would be repeated without a pause.
/// </summary>
public sealed class SocketLimit(int socketsMax, AddressLimit addresses) : IDisposable
{
    private readonly SemaphoreSlim _places = new(socketsMax);
    private int _socketsMax = socketsMax;

    public AddressLimit Addresses { get; } = addresses;

    /// <summary>Waits for a place, which <see cref="Return"/> gives back.</summary>
    /// <returns>False when it was cancelled.</returns>
    public async ValueTask<bool> TakeAsync(CancellationToken cancellation)
    {
        try
        {
            await _places.WaitAsync(cancellation);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>
    /// Allows more. A lower bound changes nothing: the limits of connections are kept besides.
    /// </summary>
    public void Grow(int bound)
    {
        if (bound <= _socketsMax) return;

        _places.Release(bound - _socketsMax);
        _socketsMax = bound;
    }

    public void Return() => _places.Release();

    public void Dispose() => _places.Dispose();
}
