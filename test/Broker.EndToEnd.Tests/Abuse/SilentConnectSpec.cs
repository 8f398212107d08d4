using System.Globalization;

namespace Broker.EndToEnd.Tests.Abuse;

public class SilentConnectSpec
{
    private const int Together = 200;

    /// <summary>The whole 10,000 need more descriptors and time than a small CI machine has.</summary>
    private static readonly int Connects = int.Parse(
        Environment.GetEnvironmentVariable("BROKER_E2E_SILENT_CONNECTS") ?? "2000",
        CultureInfo.InvariantCulture);

    [Fact]
    public async Task Connects_that_say_nothing_are_closed_while_a_subscriber_gets_its_messages()
    {
        await using var broker = await BrokerProcess.StartAsync(
            new BrokerStart { Config = $"{Settings.FirstByteTimeout} = 2s" });
        using var subscriber = await BroadcastClient.SubscribeAsync(broker, "talk");
        var silent = new List<WireConnection>();
        while (silent.Count < Connects)
        {
            silent.AddRange(await Task.WhenAll(Enumerable.Range(0, Together)
                .Select(_ => WireConnection.ConnectAsync(broker.HttpPort))));
            await broker.Http.PublishAsync("talk", $"{silent.Count}");
            Assert.Equal($"{silent.Count}", await subscriber.NextTextAsync());
        }

        await Task.WhenAll(silent.Select(connection => connection.ReadToEndAsync()));
        foreach (var connection in silent) connection.Dispose();
        await broker.Http.PublishAsync("talk", "still here");
        Assert.Equal("still here", await subscriber.NextTextAsync());
    }
}
