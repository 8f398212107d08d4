using Broker.Actors.Configuration;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.Tests.Configuration;

/// <summary>An empty directory with the environment and console of a process that is started in it.</summary>
public sealed class WorkingDirectory : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public string Path => _directory.Path;

    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>What <see cref="Load"/> warned of.</summary>
    public List<string> Warnings { get; } = [];

    public StringWriter Output { get; } = new();

    public StringWriter Error { get; } = new();

    /// <summary>Writes a file and returns its full name.</summary>
    public string Write(string name, string text) => _directory.Write(name, text);

    public LayeredConfig Load(params string[] arguments) =>
        ConfigurationLayers.Load(CommandLine.Parse(arguments), Environment, Path, Warnings.Add);

    internal async Task<int> RunAsync(string[] arguments, Func<LiveSettings, Task<int>>? serve = null) =>
        await new Launcher(Environment, Path, Output, Error)
            .RunAsync(arguments, serve ?? (_ => throw new InvalidOperationException("served")));

    public void Dispose()
    {
        Output.Dispose();
        Error.Dispose();
        _directory.Dispose();
    }
}
