using Broker.Gateway.Admin;
using Broker.Gateway.Health;

namespace Broker.Gateway.Documents;

/// <summary>The HTTP routes of the process itself: health, figures, documents.</summary>
internal static class ProcessOperations
{
    private const string Process = "Process";
    private const string Admin = "Admin";
    private const string Documents = "Documents";

    private const string Stats =
        """
        {"time":"2026-11-21T16:35:20.2127054+00:00","uptime_seconds":7.034,"version":"0.1.0",
        "connections":{"broadcast":2,"sse":0,"chat":1,"hub":0,"users":0,"auction":0},"channels":1,
        "top_channels":[{"name":"news","subscribers":3,"publications_total":2,"deliveries_total":6}],
        "publications_total":2,"deliveries_total":6,"bytes_out_total":170,
        "outbox":{"bytes_waiting":0,"dropped_total":0,"slow_consumers_total":0},
        "latency":{"p50_ms":0.4,"p99_ms":2.5},"memory_bytes":81244160,"rejected_total":{"not_found":1}}
        """;

    private static readonly ApiAnswer NoToken =
        ApiAnswer.Error("No admin token.", "this needs the admin token");

    private static readonly ApiAnswer NoneConfigured = ApiAnswer.Error(
        "Not in dev, and no admin token is configured.",
        "this needs an admin token, and the server has none configured");

    private static readonly Dictionary<int, ApiAnswer> Page =
        Only(new("A page.", new ApiBody("text/html", "<!doctype html>")));

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new("GET", "/healthcheck", Process, "Whether the process answers.")
        {
            Answers = Only(new("It does.", ApiBody.Text("ok"))),
        },
        new("GET", "/healthz", Process, "Version, environment, uptime and what is open.")
        {
            Answers = Only(new("So it is.", ApiBody.Json<HealthBody>(
                """
                {"status":"ok","version":"0.1.0","environment":"dev","uptime_seconds":7.034,
                "connections":3,"channels":1}
                """))),
        },
        new("GET", "/readyz", Process, "Whether the process takes new clients.")
        {
            Answers = new Dictionary<int, ApiAnswer>
            {
                [200] = new("It does.", ApiBody.Json<ReadyBody>("""{"ready":true}""")),
                [503] = new("It drains.", ApiBody.Json<ReadyBody>("""{"ready":false}""")),
            },
        },
        new("GET", "/metrics", Admin, "All figures, in the text format of Prometheus.")
        {
            Credentials = ApiSecurity.Admin,
            Answers = Guarded(new("The figures: docs/metrics.md.", new ApiBody(
                "text/plain; version=0.0.4; charset=utf-8",
                "# HELP broker_channels Public channels with a subscriber.\n"
                + "# TYPE broker_channels gauge\nbroker_channels 1\n"))),
        },
        new("GET", "/admin/stats", Admin, "The figures of the dashboard.")
        {
            Credentials = ApiSecurity.Admin,
            Answers = Guarded(new("Totals since the start.", ApiBody.Json<StatsBody>(Stats))),
        },
        new("GET", "/openapi.json", Documents, "This document.")
        {
            Answers = Only(new("OpenAPI 3.1.")),
        },
        new("GET", "/asyncapi.json", Documents, "What the sockets of all protocols say and understand.")
        {
            Answers = Only(new("AsyncAPI 3.0.")),
        },
        new("GET", "/docs/{file}", Documents, "This document as a page.")
        {
            Parameters = [ApiParameter.Path("file", "Its parts.", "index.html")],
            Answers = new Dictionary<int, ApiAnswer>
            {
                [200] = new("A part of the page."),
                [404] = ApiAnswer.Error("No part of it.", "there is nothing here"),
            },
        },
        new("GET", "/", Documents, "The web console.") { Answers = Page },
        new("GET", "/index", Documents, "The web console, where the auction's clients look for it.")
        {
            Answers = Page,
        },
        new("GET", "/docs", Documents, "To the page.")
        {
            Answers = new Dictionary<int, ApiAnswer> { [301] = new("It lies below.") },
        },
    ];

    private static Dictionary<int, ApiAnswer> Only(ApiAnswer answer) => new() { [200] = answer };

    private static Dictionary<int, ApiAnswer> Guarded(ApiAnswer answer) => new()
    {
        [200] = answer,
        [401] = NoToken,
        [403] = NoneConfigured,
    };
}
