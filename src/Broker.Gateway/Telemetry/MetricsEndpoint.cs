using System.Text;
using Broker.Gateway.Admin;

namespace Broker.Gateway.Telemetry;

/// <summary><c>GET /metrics</c>: what the broker and its runtime count, for Prometheus.</summary>
internal sealed class MetricsEndpoint(MetricReader reader, AdminGate gate)
{
    public Task HandleAsync(HttpContext context)
    {
        gate.Check(context.Request);
        var bytes = Encoding.UTF8.GetBytes(PrometheusText.Write(reader.Collect()));
        context.Response.ContentType = PrometheusText.ContentType;
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, 0, bytes.Length, context.RequestAborted);
    }
}
