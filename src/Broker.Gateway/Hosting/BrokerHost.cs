using System.Text;
using Broker.Cluster;
using Broker.Gateway.Admin;
using Broker.Gateway.Auction;
using Broker.Gateway.Broadcast;
using Broker.Gateway.Chat;
using Broker.Gateway.Configuration;
using Broker.Gateway.Http;
using Broker.Gateway.OpenApi;
using Broker.Gateway.Operations;
using Broker.Gateway.Users;
using Broker.Gateway.WebConsole;
using Broker.Gateway.WebSockets;
using Broker.Persistence;
using Broker.Sockets;
using Broker.Tcp;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Net.Http.Headers;

namespace Broker.Gateway.Hosting;

/// <summary>The server process: Kestrel, the routes of the contracts, and the actors behind them.</summary>
internal static class BrokerHost
{
    /// <summary>
    /// Serves until the process is told to stop. A node that its cluster has removed starts again.
    /// </summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> ServeAsync(LiveSettings live)
    {
        using var logs = LoggerFactory.Create(
            logging => logging.AddConsoleLog(() => live.Current.Process.LogLevel));
        while (await ServeOnceAsync(live, logs))
            Log.StartsAgain(logs.CreateLogger<ClusterNode>());
        return ExitCode.CleanStop;
    }

    /// <returns>Whether the cluster has removed this node.</returns>
    private static async Task<bool> ServeOnceAsync(LiveSettings live, ILoggerFactory logs)
    {
        var (store, cluster) = await OpenAsync(live.Current, logs);
        await using var closeStore = store;
        await using var closeCluster = cluster;
        var isLowered = live.Fit();
        var fitted = live.Current;
        await using var app = Build(live, store, cluster);
        if (isLowered)
            Log.LimitsLowered(
                app.Logger, DescriptorLimit.Read(), fitted.Http.ConnectionsMax, fitted.Hub.ConnectionsMax,
                fitted.Connection.ConnectionsMax);
        Handshake.Prepare();
        try
        {
            await app.StartAsync();
            await app.WaitForShutdownAsync();
        }
        catch (Exception e) when (IsCutOff(e) && app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Either the stop came before the start was done, or the drain limit cut off the last clients.
            // That is what a limit is for: the stop is clean.
            if (app.Lifetime.ApplicationStarted.IsCancellationRequested) Log.DrainTimedOut(app.Logger);
        }
        return cluster is { Ended.IsCancellationRequested: true };
    }

    private static async Task<(EventStore Store, ClusterNode? Cluster)> OpenAsync(
        BrokerSettings settings, ILoggerFactory logs)
    {
        using var stop = new EarlyStop();
        var id = ClusterNode.NewId();
        var store = await OpenStore.RunAsync(settings, logs, settings.IsClustered ? id : null);
        try
        {
            return (store, settings.IsClustered ? await OpenCluster.RunAsync(settings, id, logs) : null);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    // One for each of the host's services that was still stopping, together where they were several.
    private static bool IsCutOff(Exception e) => e is OperationCanceledException
        || (e is AggregateException several && several.InnerExceptions.All(IsCutOff));

    /// <param name="cluster">Null in a process without others.</param>
    public static WebApplication Build(LiveSettings live, EventStore store, ClusterNode? cluster = null)
    {
        var settings = live.Current;
        // Empty: the other builders also take settings from the environment and from files that they watch.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = "Broker.Gateway",
            EnvironmentName = Environments.Production,
        });
        builder.Logging.AddConsoleLog(() => live.Current.Process.LogLevel);
        // Before the broker's services: its own listener is for the hub, Kestrel's is for the other ports.
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => ConfigureKestrel(kestrel, settings));
        builder.Services.AddRoutingCore().AddCors().AddSingleton(live)
            .AddBroker(settings, store, cluster);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.Process.DrainTimeout);

        var app = builder.Build();
        UseRules(app, settings);
        app.MapBroadcast();
        app.MapChat();
        app.MapUsers();
        app.MapAuction();
        app.MapHealth();
        app.MapMetrics();
        app.MapAdmin();
        app.MapConsole();
        app.MapDocuments();
        return app;
    }

    // What holds for all routes, in the order in which a request meets it.
    private static void UseRules(WebApplication app, BrokerSettings settings)
    {
        var origins = app.Services.GetRequiredService<OriginRule>();
        app.UseMiddleware<MethodMiddleware>();
        app.UseRouting();
        app.UseForwardedAddress(settings.Http);
        app.UseMiddleware<RejectionCounter>();
        app.UseMiddleware<ErrorMiddleware>((Func<PathString, ErrorFormat>)FormOf);
        app.UseMiddleware<TransferCodingGuard>();
        if (settings.Http.TrustedProxies.Count > 0) app.UseMiddleware<ForwardedAddressLimit>();
        app.UseCors(cors => cors
            .SetIsOriginAllowed(origins.IsListed)
            .AllowAnyMethod()
            .AllowAnyHeader()
            .WithExposedHeaders([.. InboxHeaders.Exposed]));
        app.UseMiddleware<OriginGuard>();
        app.UseMiddleware<AdminHostGuard>();
    }

    private static ErrorFormat FormOf(PathString path) =>
        UsersRoutes.IsOne(path) ? ErrorFormat.Text
        : AuctionRoutes.IsOne(path) ? ErrorFormat.Error
        : ErrorFormat.Json;

    private static void ConfigureKestrel(KestrelServerOptions kestrel, BrokerSettings settings)
    {
        var http = settings.Http;
        kestrel.AddServerHeader = false;
        int[] bodiesMax =
        [
            settings.Publish.BodyBytesMax,
            settings.Publish.BatchBytesMax,
            settings.Users.BodyBytesMax,
            settings.AuctionHttp.BodyBytesMax,
        ];
        kestrel.Limits.MaxRequestBodySize = bodiesMax.Max();
        kestrel.Limits.RequestHeadersTimeout = http.HeadersTimeout;
        kestrel.Limits.MaxRequestHeadersTotalSize = http.HeadersBytesMax;
        kestrel.Limits.MaxRequestLineSize = http.HeadersBytesMax;
        kestrel.Limits.MaxConcurrentUpgradedConnections = null;
        // RFC 9110 §5.5: bytes over 127 are opaque, and must not refuse a request.
        var contentLength = new ContentLengthEncoding();
        kestrel.RequestHeaderEncodingSelector =
            name => name == HeaderNames.ContentLength ? contentLength : Encoding.Latin1;
        foreach (var port in http.Ports) settings.Process.Bind.Listen(kestrel, port, Configure);
        // The last one: the start-up line knows it by that.
        settings.Process.Bind.Listen(
            kestrel, settings.Hub.Port, listen => listen.UseConnectionHandler<HubConnectionHandler>());
    }

    private static void Configure(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1;
        var services = listen.ApplicationServices;
        listen.Use(next => new UpgradeMiddleware(
            next,
            services.GetRequiredService<WebSocketRoutes>(),
            services.GetRequiredService<OriginRule>(),
            services.GetRequiredService<Readiness>(),
            services.GetRequiredService<WebSocketDependencies>(),
            services.GetRequiredService<CoalescedTimeouts>(),
            services.GetRequiredService<ConnectionLimit>(),
            services.GetRequiredService<ConnectionRefusals>()).OnConnectionAsync);
    }
}
