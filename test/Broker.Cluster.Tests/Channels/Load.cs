namespace Broker.Cluster.Tests.Channels;

/// <summary>Publications of one node to some channels in turn, with each interval one.</summary>
internal sealed class Load
{
    private readonly List<Sent> _sent = [];
    private readonly Task _running;
    private volatile bool _isStopped;

    public Load(ChannelNode node, string[] channels, TimeSpan interval) =>
        _running = RunAsync(node, channels, interval);

    /// <summary>Stops, and waits for the results.</summary>
    public async Task<IReadOnlyList<Sent>> StopAsync()
    {
        _isStopped = true;
        await _running;
        await Task.WhenAll(_sent.Select(sent => sent.Result)).WaitAsync(Kit.TestNode.Patience);
        return _sent;
    }

    private async Task RunAsync(ChannelNode node, string[] channels, TimeSpan interval)
    {
        using var timer = new PeriodicTimer(interval);
        for (var number = 0; !_isStopped; number++)
        {
            _sent.Add(node.Publish(channels[number % channels.Length], $"{node.Node.Node.Id}-{number}"));
            await timer.WaitForNextTickAsync();
        }
    }
}
