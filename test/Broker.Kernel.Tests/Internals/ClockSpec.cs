using Broker.Hocon;

namespace Broker.KernelTests.Internals;

public sealed class ClockSpec : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly ActorSystem _system;

    public ClockSpec() => _system = ActorSystem.Create("clocked", Config.Empty, _time);

    public void Dispose() => _system.Dispose();

    [Fact]
    public void The_scheduler_tells_the_given_clocks_time()
    {
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(_time.GetUtcNow(), _system.Scheduler.Now);
    }

    [Fact]
    public async Task An_ask_times_out_by_the_given_clock()
    {
        var answer = _system.ActorOf(Props.Empty).Ask<string>("hi", TimeSpan.FromHours(1));
        Assert.False(answer.IsCompleted);
        _time.Advance(TimeSpan.FromHours(1));
        await Assert.ThrowsAsync<AskTimeoutException>(() => answer);
    }

    [Fact]
    public async Task An_answered_ask_leaves_no_timer_behind()
    {
        var echo = _system.ActorOf(Conformance.Echo.Props);
        Assert.Equal("hi", await echo.Ask<string>("hi", TimeSpan.FromHours(1)));
        Assert.Equal(0, _system.Timers.Count);
    }
}
