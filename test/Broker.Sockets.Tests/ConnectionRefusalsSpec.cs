using Broker.Actors.Telemetry;
using Microsoft.Extensions.Logging.Testing;

namespace Broker.Sockets.Tests;

public sealed class ConnectionRefusalsSpec : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly BrokerMetrics _metrics = new(TimeProvider.System);
    private readonly FakeLogger<ConnectionRefusals> _lines = new();
    private readonly ConnectionRefusals _refusals;

    public ConnectionRefusalsSpec()
    {
        // Its first moment is not the beginning of all time.
        _time.Advance(TimeSpan.FromDays(1));
        _refusals = new ConnectionRefusals(_metrics, _time, _lines);
    }

    [Fact]
    public void Lets_a_few_be_told_at_once()
    {
        var clients = new ListenerStage();
        for (var i = 0; i < ConnectionRefusals.AtOnceMax; i++)
            Assert.True(_refusals.TryBegin(ConnectionRefusal.BrokerFull, clients.Connect()));
        Assert.False(_refusals.TryBegin(ConnectionRefusal.BrokerFull, clients.Connect()));

        _refusals.End();
        Assert.True(_refusals.TryBegin(ConnectionRefusal.BrokerFull, clients.Connect()));
    }

    [Fact]
    public void Counts_all_of_them_by_their_reason()
    {
        var clients = new ListenerStage();
        _refusals.TryBegin(ConnectionRefusal.BrokerFull, clients.Connect());
        _refusals.TryBegin(ConnectionRefusal.AddressFull, clients.Connect());
        _refusals.TryBegin(ConnectionRefusal.AddressFull, clients.Connect());

        Assert.Equal(
            [KeyValuePair.Create("address_full", 2L), KeyValuePair.Create("broker_full", 1L)],
            _metrics.Rejections.All.OrderBy(pair => pair.Key));
    }

    [Fact]
    public void Logs_one_line_a_minute_however_many_there_are()
    {
        var clients = new ListenerStage();
        _refusals.TryBegin(ConnectionRefusal.AddressFull, clients.Connect("192.0.2.7"));
        _refusals.TryBegin(ConnectionRefusal.AddressFull, clients.Connect());
        _time.Advance(TimeSpan.FromSeconds(59));
        _refusals.TryBegin(ConnectionRefusal.BrokerFull, clients.Connect());
        Assert.Contains(
            "192.0.2.7", Assert.Single(_lines.Collector.GetSnapshot()).Message, StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromSeconds(1));
        _refusals.TryBegin(ConnectionRefusal.BrokerFull, clients.Connect());
        Assert.Equal(2, _lines.Collector.Count);
    }

    public void Dispose() => _metrics.Dispose();
}
