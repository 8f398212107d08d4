namespace Broker.EndToEnd.Tests.Processes;

public class ConfigurationSpec
{
    [Fact]
    public async Task A_value_of_the_wrong_type_is_refused_with_file_line_and_key()
    {
        var start = new BrokerStart { Config = $"# first\n\n{Settings.HeadersTimeout} = whenever\n" };
        using var run = await BrokerProcess.RunToExitAsync(start);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(start.ConfigFile, run.Output, StringComparison.Ordinal);
        Assert.Matches(@"\b3\b", run.Output.Replace(start.ConfigFile, "", StringComparison.Ordinal));
        Assert.Contains(Settings.HeadersTimeout, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_HOCON_is_refused_with_file_and_line()
    {
        var start = new BrokerStart { Config = "broker {\n  http {\n    headers-timeout = \n" };
        using var run = await BrokerProcess.RunToExitAsync(start);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(start.ConfigFile, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_refused_by_name()
    {
        using var run = await BrokerProcess.RunToExitAsync(
            new BrokerStart { Arguments = ["--config=/nowhere/broker.conf"] });

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("/nowhere/broker.conf", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_configuration_file_can_also_be_named_by_a_variable()
    {
        var directory = Directory.CreateTempSubdirectory("broker-e2e-").FullName;
        var file = Path.Combine(directory, "named.conf");
        await File.WriteAllTextAsync(file, $"{Settings.HeadersTimeout} = whenever");
        using var run = await BrokerProcess.RunToExitAsync(new BrokerStart
        {
            Directory = directory,
            Environment = new Dictionary<string, string> { ["BROKER_CONFIG"] = file },
        });

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(file, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_exits_with_1_and_names_the_port_and_its_setting()
    {
        await using var first = await BrokerProcess.StartAsync();
        using var second = await BrokerProcess.RunToExitAsync(new BrokerStart { HttpPort = first.HttpPort });

        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"{first.HttpPort}", second.Output, StringComparison.Ordinal);
        Assert.Contains("APP_PORT", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_process_on_one_data_directory_exits_with_1_and_names_it()
    {
        await using var first = await BrokerProcess.StartAsync();
        var start = new BrokerStart { Directory = first.StartedWith.Directory };
        using var second = await RunningProcess.RunAsync(start.ToProcessStartInfo());

        Assert.Equal(1, second.ExitCode);
        Assert.Contains(start.DataDirectory, second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_is_free_again_after_its_process_was_killed()
    {
        await using var first = await BrokerProcess.StartAsync();
        first.Kill();
        await first.ExitedAsync();

        var start = new BrokerStart { Directory = first.StartedWith.Directory };
        using var second = RunningProcess.Start(start.ToProcessStartInfo());
        using var http = new BrokerHttp(start.HttpPort!.Value);
        await Patience.UntilAsync(http.IsReadyAsync, () => second.Output);
    }
}
