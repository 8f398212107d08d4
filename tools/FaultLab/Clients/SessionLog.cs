using Broker.FaultLab.Histories;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab.Clients;

/// <summary>A session while it goes on.</summary>
public sealed class SessionLog
{
    private readonly LabClock _clock;
    private Session _session;
    private readonly List<Heard> _heard = [];

    internal SessionLog(
        LabClock clock, string subscriber, string channel, int node, bool isResumed, bool isFinal)
    {
        _clock = clock;
        _session = new Session(subscriber, channel, node, clock.Now, isResumed, isFinal, _heard);
    }

    /// <summary>Only now it is known to be in; what came before was heard all the same.</summary>
    public void SeenIn()
    {
        lock (_heard) _session = _session with { Opened = _clock.Now };
    }

    public void Hear(string content, string epoch = "", long offset = 0)
    {
        lock (_heard) _heard.Add(new Heard(_clock.Now, content, epoch, offset));
    }

    public void HearGap()
    {
        lock (_heard) _heard.Add(new Heard(_clock.Now, "", IsGap: true));
    }

    internal Session ToSession()
    {
        lock (_heard) return _session with { Heard = [.. _heard] };
    }
}
