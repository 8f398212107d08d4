using System.Diagnostics;

namespace Broker.Tcp.Benchmarks;

/// <summary>
/// One sender that keeps a window full, and receivers that only count bytes; every message is equally long,
/// so that bytes are messages.
/// </summary>
internal sealed class Run : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Scenario _scenario;
    private readonly IPeer _peer;
    private readonly Wire _sender;
    private readonly Wire[] _receivers;
    private readonly byte[] _first;
    private readonly byte[] _burst;
    private readonly int _deliveryBytes;
    private long _sent;

    public Run(Scenario scenario, IPeer peer)
    {
        (_scenario, _peer) = (scenario, peer);
        _receivers = new Wire[scenario.Receivers];
        var ids = new ulong[scenario.Receivers];
        for (var i = 0; i < ids.Length; i++)
        {
            _receivers[i] = new Wire(peer.Port);
            ids[i] = peer.Join(_receivers[i], isReceiver: true);
        }
        _sender = new Wire(peer.Port);
        var sender = peer.Join(_sender, isReceiver: false);
        var body = new byte[scenario.BodyBytes];
        Random.Shared.NextBytes(body);
        _first = peer.Message(ids, body, isFirst: true);
        var message = peer.Message(ids, body, isFirst: false);
        _burst = [.. Enumerable.Repeat(message, scenario.Burst).SelectMany(bytes => bytes)];
        _deliveryBytes = peer.DeliveryBytes(sender, body.Length);
        foreach (var receiver in _receivers) _ = Task.Run(receiver.CountAsync);
        _ = Task.Run(_sender.CountAsync);
    }

    /// <summary>Sends for a while to warm up, then measures, then waits until all has arrived.</summary>
    public Figures Measure(TimeSpan warmUp, TimeSpan time)
    {
        _sender.Send(_first);
        _sent = 1;
        SendFor(warmUp);
        var (cpu, delivered, sent) = (Figures.CpuSecondsOf(_peer.ProcessId), Delivered(), _sent);
        var seconds = SendFor(time).TotalSeconds;
        cpu = Figures.CpuSecondsOf(_peer.ProcessId) - cpu;
        delivered = Delivered() - delivered;
        var relays = (_sent - sent) / seconds;
        WaitUntil(() => Slowest() >= _sent);
        return new Figures(relays, delivered / seconds, delivered / cpu);
    }

    public void Dispose()
    {
        _sender.Dispose();
        foreach (var receiver in _receivers) receiver.Dispose();
    }

    private TimeSpan SendFor(TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            WaitUntil(() => _sent + _scenario.Burst - Slowest() <= _scenario.Window);
            _sender.Send(_burst);
            _sent += _scenario.Burst;
        }
        return watch.Elapsed;
    }

    // Sleeping leaves the cores to the server; the window is many times what goes out in a millisecond.
    private void WaitUntil(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > Patience)
                throw new TimeoutException(
                    $"{_peer.Name}: {Slowest()} of {_sent} deliveries; the sender was told {_sender.Received} bytes.");
            Thread.Sleep(1);
        }
    }

    private long Slowest() => _receivers.Min(receiver => receiver.Received) / _deliveryBytes;

    private long Delivered() => _receivers.Sum(receiver => receiver.Received) / _deliveryBytes;
}
