using System.Text;

namespace Broker.EndToEnd.Tests.Telemetry;

public sealed class ExportSpec : IDisposable
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string Caller = "b7ad6b7169203331";
    private static readonly string[] Spans = ["publish", "channel", "send"];

    private readonly Collector _collector = new();

    public void Dispose() => _collector.Dispose();

    [Fact]
    public async Task Figures_are_pushed_to_the_collector()
    {
        await using var broker = await BrokerProcess.StartAsync(With("otlp-interval = 200ms"));

        await PushedAsync("broker.connections");
        await PushedAsync("dotnet.gc.collections");
        await PushedAsync("dotnet.timer.count");
    }

    [Fact]
    public async Task The_environment_does_not_change_what_is_pushed()
    {
        await using var broker = await BrokerProcess.StartAsync(With("otlp-interval = 200ms"));
        var pushed = Encoding.UTF8.GetString(await _collector.NextAsync("/v1/metrics"));

        Assert.Contains("service.name", pushed, StringComparison.Ordinal);
        Assert.DoesNotContain("from-the-environment", pushed, StringComparison.Ordinal);
        using var figures = await broker.Http.GetAsync("/metrics");
        Assert.Contains(
            "broker_connections", await figures.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_publish_continues_its_callers_trace_to_the_socket()
    {
        await using var broker = await BrokerProcess.StartAsync(
            With("trace-ratio = 1, otlp-interval = 200ms"));
        using var subscriber = await BroadcastClient.SubscribeAsync(broker, "traced");
        using var answer = await broker.Http.PostAsync(
            "traced", "hello"u8.ToArray(), [("traceparent", $"00-{TraceId}-{Caller}-01")]);
        await subscriber.NextTextAsync();
        // A busy machine pushes the spans of one publication in pieces.
        byte[] pushed = [];
        while (!Spans.All(name => Contains(pushed, Named(name))))
            pushed = [.. pushed, .. await _collector.NextAsync("/v1/traces")];

        Assert.True(Contains(pushed, Convert.FromHexString(TraceId)));
        Assert.True(Contains(pushed, Convert.FromHexString(Caller)));
    }

    // The first pushes may come before everything has started.
    private async Task PushedAsync(string instrument)
    {
        while (!Contains(await _collector.NextAsync("/v1/metrics"), Encoding.UTF8.GetBytes(instrument)))
        {
        }
    }

    private BrokerStart With(string telemetry) => new()
    {
        Config = $"broker.telemetry {{ {telemetry} }}",
        Environment = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Endpoint.ToString(),
            // No other variable of OpenTelemetry counts.
            ["OTEL_SDK_DISABLED"] = "true",
            ["OTEL_SERVICE_NAME"] = "from-the-environment",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "service.name=from-the-environment",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
            ["OTEL_TRACES_SAMPLER"] = "always_off",
        },
    };

    // Field 5 of a span, by its length: OTLP's trace.proto.
    private static byte[] Named(string span) => [0x2A, (byte)span.Length, .. Encoding.UTF8.GetBytes(span)];

    private static bool Contains(byte[] bytes, byte[] part) => bytes.AsSpan().IndexOf(part) >= 0;
}
