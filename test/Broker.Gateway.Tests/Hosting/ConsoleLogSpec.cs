using Broker.Gateway.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Broker.Gateway.Tests.Hosting;

public sealed class ConsoleLogSpec : IDisposable
{
    private readonly ServiceProvider _services;
    private LogLevel _lowest = LogLevel.Information;

    public ConsoleLogSpec() => _services = new ServiceCollection()
        .AddLogging(logging => logging.AddConsoleLog(() => _lowest)).BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void A_log_that_is_not_read_holds_up_nothing() => Assert.Equal(
        ConsoleLoggerQueueFullMode.DropWrite,
        _services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.QueueFullMode);

    [Fact]
    public void Says_more_of_the_broker_when_it_is_told_to()
    {
        var logger = _services.GetRequiredService<ILoggerFactory>().CreateLogger("Broker.Gateway.Users");
        Assert.False(logger.IsEnabled(LogLevel.Debug));

        _lowest = LogLevel.Debug;
        Assert.True(logger.IsEnabled(LogLevel.Debug));
        Assert.False(logger.IsEnabled(LogLevel.Trace));
    }

    [Theory]
    [InlineData("Akka.Actor.ActorSystem", LogLevel.Debug, true)]
    [InlineData("Broker.Gateway.Hosting.GracefulShutdown", LogLevel.Information, true)]
    [InlineData("Microsoft.Hosting.Lifetime", LogLevel.Information, false)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Warning, true)]
    public void Says_what_its_reader_can_use(string category, LogLevel level, bool isSaid) =>
        Assert.Equal(
            isSaid, _services.GetRequiredService<ILoggerFactory>().CreateLogger(category).IsEnabled(level));
}
