using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Broker.KernelTests.Internals;

public class LoggerBridgeSpec
{
    [Fact]
    public async Task A_failing_actor_shows_in_the_hosts_log_once_with_its_path_and_cause()
    {
        var lines = new Lines();
        using var host = new HostBuilder()
            .ConfigureLogging(logging => logging.AddProvider(lines))
            .ConfigureServices(services => services.AddAkka("logged", (builder, _) => builder.WithActors(
                (system, registry) => registry.Register<Conformance.Counting>(
                    system.ActorOf(Props.Create(() => new Conformance.Counting()), "failing")))))
            .Build();
        await host.StartAsync();
        var actor = host.Services.GetRequiredService<ActorRegistry>().Get<Conformance.Counting>();
        actor.Tell(Conformance.Do.Fail());
        Assert.Equal(1, await actor.Ask<int>(Conformance.Counting.Count, Conformance.Do.Limit));

        Assert.Equal(["Error akka://logged/user/failing: as told InvalidOperationException"], lines.Written);
        await host.StopAsync();
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> Written { get; } = [];

        public ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith("Broker.Kernel", StringComparison.Ordinal) ? this : new Lines();

        public void Log<TState>(
            Microsoft.Extensions.Logging.LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            Written.Add($"{logLevel} {formatter(state, exception)} {exception?.GetType().Name}");

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Dispose()
        {
        }
    }
}
