using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Broker.Cluster.Tests.Kit;

/// <summary>Keeps what a node logs.</summary>
internal sealed class LogProbe : ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public Task SaysAsync(string text) => Eventually.AssertAsync(
        () => Assert.Contains(_lines, line => line.Contains(text, StringComparison.Ordinal)));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

    public void Log<TState>(
        Microsoft.Extensions.Logging.LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter) => _lines.Enqueue(formatter(state, exception));
}
