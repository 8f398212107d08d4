namespace Broker.Gateway.Hosting;

/// <summary>
/// Tells from regular figures when work that is over has left much memory behind: the process is much larger
/// than it was after the last collection, and allocates little.
/// </summary>
/// <param name="bytesMin">The smallest growth that counts; 0 for none ever.</param>
internal sealed class MemoryGrowth(long bytesMin)
{
    private const int QuietShare = 2;

    private long? _settled;
    private long _allocated;

    /// <param name="size">What the process takes now.</param>
    /// <param name="allocated">All that it has ever allocated.</param>
    public bool IsOver(long size, long allocated)
    {
        var isQuiet = allocated - _allocated <= bytesMin / QuietShare;
        _allocated = allocated;
        _settled = Math.Min(size, _settled ?? size);
        return bytesMin > 0 && isQuiet && size - _settled >= bytesMin;
    }

    /// <summary>A collection has left so much, which is in use.</summary>
    public void Settle(long size) => _settled = size;
}
