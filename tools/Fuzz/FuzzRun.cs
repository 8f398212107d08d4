using System.Collections.Concurrent;

namespace Broker.Fuzz;

/// <summary>One run: a good client alone, then beside rude ones, then a rest.</summary>
internal sealed class FuzzRun(FuzzOptions options, TextWriter output)
{
    private const double Mebibyte = 1 << 20;

    private static readonly TimeSpan Before = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    private readonly Counts _counts = new();
    private readonly ConcurrentQueue<string> _findings = [];
    private long _mostMemory;

    /// <returns>What was found; empty when all is well.</returns>
    public async Task<IReadOnlyCollection<string>> RunAsync(CancellationToken stop)
    {
        using var target = new Target();
        await target.BecomesReadyAsync(stop);
        using var good = new GoodClient();
        await good.ConnectAsync(target, stop);
        await good.TalkAsync(Before, stop);
        Tell("alone", good);
        var memoryBefore = target.MemoryBytes;
        good.Delays.Clear();

        using (var over = CancellationTokenSource.CreateLinkedTokenSource(stop))
        {
            var rude = Enumerable.Range(options.Seed, options.Clients)
                .Select(seed => new RudeClient(target, seed, _counts, _findings).RunAsync(over.Token))
                .ToList();
            var watch = WatchAsync(target, over.Token);
            await KeepAsync(() => good.TalkAsync(options.Time, stop));
            await over.CancelAsync();
            await Task.WhenAll([.. rude, watch]);
        }
        Tell("beside rude clients", good);
        using (var rest = new PeriodicTimer(options.Rest)) await rest.WaitForNextTickAsync(stop);
        TellMemory(target, memoryBefore);
        foreach (var line in target.Errors.Take(20)) _findings.Enqueue(line);
        if (target.HasExited) _findings.Enqueue("The server has ended.");
        return _findings;
    }

    private async Task KeepAsync(Func<Task> talk)
    {
        try
        {
            await talk();
        }
        catch (Exception exception) when (exception is not OperationCanceledException
            || exception is TaskCanceledException)
        {
            _findings.Enqueue(exception.Message);
        }
    }

    private async Task WatchAsync(Target target, CancellationToken stop)
    {
        using var pace = new PeriodicTimer(Pace);
        try
        {
            do
                _mostMemory = Math.Max(_mostMemory, target.MemoryBytes);
            while (!target.HasExited && await pace.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private void Tell(string when, GoodClient good)
    {
        var delays = good.Delays.Order().ToList();
        if (delays.Count == 0) return;

        output.WriteLine(string.Create(
            null, $"Good client {when}: {delays.Count} messages, p50 {delays[delays.Count / 2]:f1} ms, "
            + $"p99 {delays[delays.Count * 99 / 100]:f1} ms, most {delays[^1]:f0} ms."));
    }

    private void TellMemory(Target target, long before)
    {
        foreach (var (kind, inputs, bytes) in _counts.All)
            output.WriteLine(string.Create(
                null, $"{inputs,9:n0} inputs, {bytes / Mebibyte,7:f1} MiB: {kind}"));
        output.WriteLine(string.Create(
            null, $"{_counts.Inputs:n0} inputs. Memory before {before / Mebibyte:f0} MiB, at most "
            + $"{_mostMemory / Mebibyte:f0} MiB, {options.Rest.TotalSeconds:f0} s after "
            + $"{target.MemoryBytes / Mebibyte:f0} MiB. Log {target.LogBytes / Mebibyte:f1} MiB."));
    }
}
