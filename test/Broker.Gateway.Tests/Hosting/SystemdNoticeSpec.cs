using System.Collections.Concurrent;
using System.Globalization;
using Broker.Actors.Connections;
using Broker.Gateway.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Tests.Hosting;

public class SystemdNoticeSpec : TestKit
{
    private static readonly string Own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    private readonly FakeTimeProvider _time = new();
    private readonly Systemd _systemd = new();
    private readonly Lifetime _host = new();

    protected override void Dispose(bool disposing)
    {
        _host.Dispose();
        base.Dispose(disposing);
    }

    [Fact]
    public async Task Says_that_the_process_is_ready_when_the_host_has_started()
    {
        using var notice = NoticeWith(watchdog: null);
        await notice.StartAsync(default);
        Assert.Empty(_systemd.Said);

        _host.Start();
        await AwaitAssertAsync(() => Assert.Equal(["READY=1"], _systemd.Said));
    }

    [Fact]
    public async Task Says_that_the_process_works_as_long_as_its_actors_answer()
    {
        using var notice = NoticeWith(TimeSpan.FromSeconds(60));
        await notice.StartAsync(default);
        _host.Start();
        // The host starts it on another thread, so its timer may not be there yet.
        await AwaitConditionAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            return Task.FromResult(HasMessages);
        });
        await ExpectMsgAsync<CountConnections>();
        Assert.Equal(["READY=1"], _systemd.Said);

        LastSender.Tell(new ConnectionCount(0));
        await AwaitAssertAsync(() => Assert.Equal(["READY=1", "WATCHDOG=1"], _systemd.Said));
    }

    [Fact]
    public async Task Says_nothing_where_no_systemd_listens()
    {
        _systemd.IsEnabled = false;
        using var notice = NoticeWith(TimeSpan.FromSeconds(60));
        await notice.StartAsync(default);
        _host.Start();

        await notice.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(_systemd.Said);
    }

    [Theory]
    [InlineData("30000000", 30)]
    [InlineData(null, null)]
    [InlineData("0", null)]
    [InlineData("soon", null)]
    public void Reads_the_watchdog_from_the_environment(string? microseconds, int? seconds)
    {
        var expected = seconds is { } limit ? TimeSpan.FromSeconds(limit) : (TimeSpan?)null;
        Assert.Equal(expected, SystemdNotice.WatchdogOf(microseconds, null));
        Assert.Equal(expected, SystemdNotice.WatchdogOf(microseconds, Own));
        Assert.Null(SystemdNotice.WatchdogOf(microseconds, "1"));
    }

    private SystemdNotice NoticeWith(TimeSpan? watchdog) =>
        new(_systemd, new Required(TestActor), _host, _time) { Watchdog = watchdog };

    private sealed class Systemd : ISystemdNotifier
    {
        public ConcurrentQueue<string> Said { get; } = new();

        public bool IsEnabled { get; set; } = true;

        public void Notify(ServiceState state) => Said.Enqueue(state.ToString());
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _started = new();

        public CancellationToken ApplicationStarted => _started.Token;

        public CancellationToken ApplicationStopping => default;

        public CancellationToken ApplicationStopped => default;

        public void Start() => _started.Cancel();

        public void StopApplication() => throw new NotSupportedException();

        public void Dispose() => _started.Dispose();
    }

    private sealed class Required(IActorRef actor) : IRequiredActor<ConnectionRegistryActor>
    {
        public IActorRef ActorRef => actor;

        public Task<IActorRef> GetAsync(CancellationToken cancellationToken = default) =>
            Task.FromResult(actor);
    }
}
