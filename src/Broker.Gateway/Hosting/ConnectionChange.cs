namespace Broker.Gateway.Hosting;

/// <summary>
/// Tells from regular counts when a large change in the number of connections is over: the number is far from
/// what it was after the last such change, and has stopped moving.
/// </summary>
/// <param name="connectionsMin">The smallest change that counts; 0 for none ever.</param>
internal sealed class ConnectionChange(int connectionsMin)
{
    private const int QuietShare = 20;
    private int _settled;
    private int _last;

    public bool IsOver(int connections)
    {
        var isQuiet = Math.Abs(connections - _last) * QuietShare <= connectionsMin;
        _last = connections;
        if (connectionsMin == 0 || !isQuiet || Math.Abs(
            connections - _settled) < connectionsMin) return false;

        _settled = connections;
        return true;
    }
}
