using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Broker.Gateway.Tests.Tokens;

/// <summary>An issuer's web server on loopback, which answers as the spec says.</summary>
internal sealed class IssuerServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private IssuerServer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(context =>
        {
            Interlocked.Increment(ref _requests);
            return Answer(context);
        });
    }

    public RequestDelegate Answer { get; set; } = context => context.Response.WriteAsync("{}");

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Without a slash at its end.</summary>
    public string Address => _app.Urls.Single();

    public static async Task<IssuerServer> StartAsync()
    {
        var server = new IssuerServer();
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Answers every request with these keys from now on.</summary>
    public void Serve(params IEnumerable<JsonNode> keys)
    {
        var json = SetOf(keys);
        Answer = context => context.Response.WriteAsync(json);
    }

    public static string SetOf(params IEnumerable<JsonNode> keys) =>
        new JsonObject { ["keys"] = new JsonArray([.. keys]) }.ToJsonString();

    /// <summary>From now on nothing listens, as when the issuer is down.</summary>
    public Task StopAsync() => _app.StopAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
