using Broker.FaultLab.Histories;

namespace Broker.FaultLab.Clients;

/// <summary>A subscriber that counts, while it is in.</summary>
internal sealed class MembershipLog(LabContext context, string channel, int node, TimeSpan possible)
{
    private TimeSpan? _certain;
    private TimeSpan _last;

    /// <summary>The server has just shown that it holds this subscriber.</summary>
    public void SeenIn()
    {
        _last = context.Now;
        _certain ??= _last;
    }

    /// <summary>It has left, or the connection is lost.</summary>
    public void Left() => context.Recorder.Add(new Membership(
        channel, node, new Interval(possible, context.Now),
        _certain is { } certain ? new Interval(certain, _last) : null));
}
