using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Broker.EndToEnd.Tests.Processes;

/// <summary>What a platform puts around a process must not change what it does.</summary>
public class EnvironmentSpec
{
    [Fact]
    public async Task Settings_of_the_framework_change_nothing()
    {
        var stray = FreePort.Next();
        var start = new BrokerStart
        {
            Config = $"{Settings.Rate} {{ window = 1d, tokens-max = 1 }}",
            Environment = new Dictionary<string, string>
            {
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{stray}",
                ["ASPNETCORE_HTTP_PORTS"] = $"{stray}",
                ["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true",
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["DOTNET_ENVIRONMENT"] = "Development",
                ["DOTNET_SHUTDOWNTIMEOUTSECONDS"] = "0",
                ["Kestrel__Endpoints__X__Url"] = $"http://127.0.0.1:{stray}",
                ["Kestrel__Limits__MaxRequestBodySize"] = "1",
                ["AllowedHosts"] = "example.org",
                ["Logging__LogLevel__Default"] = "None",
            },
        };
        Directory.CreateDirectory(start.Directory);
        await File.WriteAllTextAsync(Path.Combine(start.Directory, "appsettings.json"), "{ \"broken\": ");
        await File.WriteAllTextAsync(
            Path.Combine(start.Directory, "appsettings.Development.json"), "{ \"broken\": ");
        await using var broker = await BrokerProcess.StartAsync(start);
        using var http = new UsersHttp(broker);

        Assert.True(FreePort.IsFree(stray));
        Assert.Contains("listens on", broker.Output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("192.0.2.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync("192.0.2.2"));

        async Task<HttpStatusCode> StatusAsync(string forwardedFor) => (await http.PostAsync(
            "/token", """{"username":"rate"}""", ("X-Forwarded-For", forwardedFor))).Status;
    }

    [Fact]
    public async Task Ports_that_Kubernetes_sets_for_services_are_ignored_with_a_warning()
    {
        using var check = await BrokerProcess.RunToExitAsync(new BrokerStart
        {
            HttpPort = null,
            Arguments = ["--check-config"],
            Environment = new Dictionary<string, string> { ["APP_PORT"] = "tcp://10.96.0.7:8080" },
        });

        Assert.Equal(0, check.ExitCode);
        Assert.Contains("warning: environment variable APP_PORT", check.Output, StringComparison.Ordinal);
        Assert.Contains("broker.http.ports = [8080, 3501, 8000]", check.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task No_file_is_watched()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "inotify is Linux's");
        await using var broker = await BrokerProcess.StartAsync();

        Assert.DoesNotContain(
            Directory.EnumerateFileSystemEntries($"/proc/{broker.ProcessId}/fd"),
            descriptor => File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName
                .EndsWith("anon_inode:inotify", StringComparison.Ordinal) is true);
    }

    [SkippableFact]
    public async Task Data_is_for_its_own_user_alone()
    {
        Skip.If(OperatingSystem.IsWindows(), "modes are Unix's");
        await using var broker = await BrokerProcess.StartAsync();
        using var http = new UsersHttp(broker);
        await http.MessageAsync("reader", "private");

        var data = new DirectoryInfo(broker.StartedWith.DataDirectory);
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite
            | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite
            | UnixFileMode.OtherExecute;
        Assert.All(
            data.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Prepend(data),
            entry => Assert.Equal(UnixFileMode.None, entry.UnixFileMode & Others));
    }

    [SkippableFact]
    public async Task A_working_directory_that_was_deleted_exits_with_1()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows deletes no working directory");
        var start = new BrokerStart();
        var info = start.ToProcessStartInfo();
        (info.FileName, var broker) = ("/bin/sh", $"{info.FileName} {Repository.GatewayDll}");
        info.ArgumentList.Clear();
        info.ArgumentList.Add("-c");
        info.ArgumentList.Add($"rmdir \"$PWD\" && exec {broker}");
        using var run = await RunningProcess.RunAsync(info);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the working directory cannot be read", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_while_the_database_does_not_answer_exits_with_0_at_once()
    {
        using var database = new TcpListener(IPAddress.Loopback, port: 0);
        database.Start();
        var start = new BrokerStart
        {
            Environment = new Dictionary<string, string>
            {
                ["BROKER_POSTGRES"] = $"Host=127.0.0.1;Port={((IPEndPoint)database.LocalEndpoint).Port}",
            },
        };
        using var broker = RunningProcess.Start(start.ToProcessStartInfo());
        using var asked = await database.AcceptTcpClientAsync();
        broker.Signal(PosixSignal.SIGTERM);

        Assert.Equal(0, await broker.ExitedAsync());
        Directory.Delete(start.Directory, recursive: true);
    }

    [SkippableFact]
    public async Task A_terminal_that_closes_ends_nothing_and_has_the_settings_read_again()
    {
        Skip.If(OperatingSystem.IsWindows(), "SIGHUP is Unix's");
        await using var broker = await BrokerProcess.StartAsync(
            new BrokerStart { Config = $"{Settings.Rate} {{ window = 1d, tokens-max = 1 }}" });
        using var subscriber = await BroadcastClient.SubscribeAsync(broker, "hang-up");
        using var http = new UsersHttp(broker);
        await http.TokenAsync("ann");
        await File.WriteAllTextAsync(
            broker.StartedWith.ConfigFile, $"{Settings.Rate} {{ window = 1d, tokens-max = 2 }}");
        broker.Signal(PosixSignal.SIGHUP);
        await SaysAsync(broker, "read again; changed: broker.rate.tokens-max");

        await http.TokenAsync("ann");
        await File.WriteAllTextAsync(broker.StartedWith.ConfigFile, "broker {");
        broker.Signal(PosixSignal.SIGHUP);
        await SaysAsync(broker, "nothing changes, because the settings are wrong");
        await broker.Http.PublishAsync("hang-up", "still here");
        Assert.Equal("still here", await subscriber.NextTextAsync());
    }

    [Fact]
    public async Task AkkaNET_takes_its_settings_from_the_same_file_writes_to_the_same_log_and_is_shut_down()
    {
        await using var broker = await BrokerProcess.StartAsync(new BrokerStart
        {
            Config = "akka.loglevel = DEBUG",
        });
        broker.Signal(PosixSignal.SIGTERM);

        Assert.Equal(0, await broker.ExitedAsync());
        Assert.Contains(" dbug: Akka.Actor.ActorSystem[0] ", broker.Output, StringComparison.Ordinal);
        // At the very end the actor system's own logger may have taken over.
        Assert.Contains("[actor-system-terminate]", broker.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_AkkaNET_cannot_read_is_refused()
    {
        using var run = await BrokerProcess.RunToExitAsync(new BrokerStart
        {
            Config = "akka.actor.creation-timeout = soon",
        });

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("akka: Akka.NET refuses", run.Output, StringComparison.Ordinal);
    }

    private static Task SaysAsync(BrokerProcess broker, string text) => Patience.UntilAsync(
        () => Task.FromResult(broker.Output.Contains(text, StringComparison.Ordinal)),
        () => $"The server does not say \"{text}\" but:\n{broker.Output}");
}
