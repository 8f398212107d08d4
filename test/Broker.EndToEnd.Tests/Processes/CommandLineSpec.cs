namespace Broker.EndToEnd.Tests.Processes;

public class CommandLineSpec
{
    private const string Secret = "not-for-any-eye-at-all";

    [Fact]
    public async Task Help_names_every_switch_and_every_variable_and_exits_with_0()
    {
        using var help = await RunningProcess.RunAsync(BrokerStart.Bare("--help"));

        Assert.Equal(0, help.ExitCode);
        Assert.All(
            [
                "--port", "--bind", "--data", "--config", "--check-config", "--version", "APP_PORT",
                "APP_ENVIRONMENT", "APP_VERSION", "BROKER_HUB_PORT", "BROKER_BIND", "BROKER_DATA",
                "BROKER_CONFIG", "BROKER_TOKEN_SECRET", "BROKER_SOCKET_TOKEN_SECRET", "BROKER_PUBLISH_KEY",
                "BROKER_AUCTION_SECRET", "BROKER_POSTGRES",
            ],
            name => Assert.Contains(name, help.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Version_prints_the_version_it_was_told_and_exits_with_0()
    {
        var start = BrokerStart.Bare("--version");
        start.Environment["APP_VERSION"] = "7.8.9-e2e";
        using var version = await RunningProcess.RunAsync(start);

        Assert.Equal(0, version.ExitCode);
        Assert.Contains("7.8.9-e2e", version.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_config_prints_the_effective_settings_without_secrets_and_exits_with_0()
    {
        using var check = await BrokerProcess.RunToExitAsync(new BrokerStart
        {
            Config = Settings.HeadersTimeout + " = 7s",
            Arguments = ["--check-config"],
            Environment = new Dictionary<string, string>
            {
                ["BROKER_ADMIN_TOKEN"] = Secret,
                ["BROKER_TOKEN_SECRET"] = Secret,
                ["BROKER_POSTGRES"] = $"Host=db;Password={Secret}",
            },
        });

        Assert.Equal(0, check.ExitCode);
        Assert.Contains("headers-timeout", check.Output, StringComparison.Ordinal);
        Assert.Contains("7s", check.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_config_refuses_a_bad_configuration_with_2()
    {
        using var check = await BrokerProcess.RunToExitAsync(new BrokerStart
        {
            Config = Settings.HeadersTimeout + " = whenever",
            Arguments = ["--check-config"],
        });

        Assert.Equal(2, check.ExitCode);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1", 1)]
    [InlineData("Host=127.0.0.1;Colour=green", 2)]
    [InlineData("postgres://db/broker", 2)]
    public async Task A_database_that_is_not_there_is_named_and_exits_with_1_or_2(
        string connection, int exitCode)
    {
        using var run = await BrokerProcess.RunToExitAsync(new BrokerStart
        {
            Environment = new Dictionary<string, string>
            {
                ["BROKER_POSTGRES"] = $"{connection};Password={Secret}",
            },
        });

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains("BROKER_POSTGRES", run.Output, StringComparison.Ordinal);
        Assert.Contains("broker.persistence.postgres", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--no-such-switch")]
    [InlineData("--port=many")]
    [InlineData("--port=70000")]
    [InlineData("--bind=nowhere-at-all")]
    [InlineData("stray")]
    public async Task A_bad_argument_is_named_and_exits_with_2(string argument)
    {
        using var run = await BrokerProcess.RunToExitAsync(new BrokerStart { Arguments = [argument] });

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(argument.Split('=')[0], run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eighty")]
    [InlineData("-1")]
    [InlineData("65536")]
    public async Task A_bad_port_variable_is_named_and_exits_with_2(string port)
    {
        using var run = await BrokerProcess.RunToExitAsync(new BrokerStart
        {
            HttpPort = null,
            Environment = new Dictionary<string, string> { ["APP_PORT"] = port },
        });

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("APP_PORT", run.Output, StringComparison.Ordinal);
    }
}
