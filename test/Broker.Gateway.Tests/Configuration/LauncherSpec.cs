using System.Net.Sockets;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.Tests.Configuration;

public sealed class LauncherSpec : IDisposable
{
    private readonly WorkingDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Serves_with_the_settings_and_the_configuration_and_returns_its_exit_code()
    {
        _directory.Environment["APP_PORT"] = "4711";

        var exitCode = await _directory.RunAsync(["--data=state"], live =>
        {
            Assert.Equal([4711], live.Current.Http.Ports);
            Assert.Equal(Path.Combine(_directory.Path, "state"), live.Current.Process.DataDirectory);
            Assert.Equal("dev", live.Config.Section("broker").GetString("process.environment"));
            return Task.FromResult(42);
        });

        Assert.Equal((42, "", ""), (exitCode, _directory.Output.ToString(), _directory.Error.ToString()));
    }

    [Fact]
    public async Task Holds_the_data_directory_for_as_long_as_it_serves()
    {
        var second = -1;
        await _directory.RunAsync([], async _ => second = await _directory.RunAsync([]));

        Assert.Equal(ExitCode.CannotStart, second);
        Assert.Equal(
            $"Broker.Gateway: data directory '{Path.Combine(_directory.Path, "data")}' is in use by another "
            + $"process (broker.process.data, --data, BROKER_DATA){Environment.NewLine}",
            _directory.Error.ToString());
        Assert.Equal(0, await _directory.RunAsync([], _ => Task.FromResult(0)));
    }

    [Theory]
    [InlineData("--help", "Usage:\n  Broker.Gateway [options]\n")]
    [InlineData("--version", "Broker 0.")]
    [InlineData("--check-config", "broker.hub.port = 1234  # Broker.Tcp/reference.conf:")]
    public async Task Answers_a_question_without_serving_or_touching_the_data_directory(
        string argument, string answer)
    {
        Assert.Equal(ExitCode.CleanStop, await _directory.RunAsync([argument]));

        Assert.Contains(answer, _directory.Output.ToString(), StringComparison.Ordinal);
        Assert.Empty(_directory.Error.ToString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory.Path));
    }

    [Fact]
    public async Task Shows_the_version_that_it_was_told()
    {
        _directory.Environment["APP_VERSION"] = "7.8.9-test";
        await _directory.RunAsync(["--version"]);

        Assert.Equal("Broker 7.8.9-test\n", _directory.Output.ToString());
        Assert.Equal("7.8.9-test", BrokerSettings.From(_directory.Load()).Process.Version);
    }

    [Fact]
    public async Task The_check_shows_what_wins_and_whence_it_came()
    {
        var file = _directory.Write("hocon/broker.conf", "broker.http.headers-timeout = 7s");
        _directory.Environment["APP_PORT"] = "4711";
        await _directory.RunAsync(["--check-config", "--port=5"]);

        var lines = _directory.Output.ToString().Split('\n');
        Assert.Contains("broker.http.ports = [4711]  # environment variable APP_PORT", lines);
        Assert.Contains("broker.hub.port = 5  # argument --port", lines);
        Assert.Contains($"broker.http.headers-timeout = 7s  # {file}:1:31", lines);
    }

    [Theory]
    [InlineData("--no-such", "Unrecognized command or argument '--no-such'.")]
    [InlineData("--port=many", "argument --port: broker.hub.port: 'many' is not a whole number from 0 to")]
    [InlineData("--port=70000", "argument --port: broker.hub.port: '70000' is not from 0 to 65535")]
    [InlineData("--bind=nowhere", "argument --bind: broker.process.bind: 'nowhere' is not an IP address")]
    [InlineData("--data=", "Required argument missing for option: '--data'.")]
    [InlineData("--config=no.conf", "argument --config: there is no file 'no.conf'")]
    public async Task Refuses_a_bad_argument_in_both_modes(string argument, string problem)
    {
        foreach (var mode in new string[][] { [], ["--check-config"] })
        {
            var exitCode = await _directory.RunAsync([.. mode, argument]);

            Assert.Equal(ExitCode.BadConfiguration, exitCode);
            AssertSaid(problem);
            _directory.Error.GetStringBuilder().Clear();
        }

        Assert.Empty(_directory.Output.ToString());
    }

    [Theory]
    [InlineData("APP_PORT", "eighty", "broker.http.ports: 'eighty' is not a port from 0 to 65535")]
    [InlineData("APP_PORT", "-1", "broker.http.ports: '-1' is not a port from 0 to 65535")]
    [InlineData("APP_PORT", "80,81", "broker.http.ports: '80,81' is not a port from 0 to 65535")]
    [InlineData("APP_PORT", "99999999999", "broker.http.ports: '99999999999' is not a port from 0 to 65535")]
    [InlineData("BROKER_HUB_PORT", "x", "broker.hub.port: 'x' is not a whole number from 0 to 65535")]
    [InlineData("APP_ENVIRONMENT", "a b", "broker.process.environment: is not up to 64 letters")]
    [InlineData("APP_VERSION", "<b>", "broker.process.version: is not up to 64 letters")]
    [InlineData("BROKER_HUB_PORT", "65536", "broker.hub.port: '65536' is not from 0 to 65535")]
    [InlineData("BROKER_BIND", "nowhere", "broker.process.bind: 'nowhere' is not an IP address")]
    [InlineData("BROKER_DATA", "a\0b", "broker.process.data: is not a path")]
    [InlineData("BROKER_CONFIG", "no.conf", "there is no file 'no.conf'")]
    public async Task Refuses_a_bad_variable_by_name(string variable, string text, string problem)
    {
        _directory.Environment[variable] = text;

        Assert.Equal(ExitCode.BadConfiguration, await _directory.RunAsync([]));
        AssertSaid($"environment variable {variable}: {problem}");
    }

    [Theory]
    [InlineData("\nbroker.sse = whenever", ":2:14: broker.sse: is a section, not a value")]
    [InlineData("\nbroker.outbox.bytes-max = x", ":2:27: broker.outbox.bytes-max: 'x' is not a size")]
    [InlineData("broker.hub.port = ", ":1:")]
    [InlineData("broker.hub.prot = 1", ":1:19: broker.hub.prot: there is no such key; did you mean ")]
    public async Task Refuses_a_bad_file_with_line_and_column(string text, string problem)
    {
        var file = _directory.Write("a.conf", text);

        Assert.Equal(ExitCode.BadConfiguration, await _directory.RunAsync(["--config=a.conf"]));
        AssertSaid($"{file}{problem}");
    }

    [Fact]
    public async Task Explains_why_the_server_could_not_start()
    {
        _directory.Environment["APP_PORT"] = "81";
        var exitCode = await _directory.RunAsync(
            [], _ => throw new SocketException((int)SocketError.AccessDenied));

        Assert.Equal(ExitCode.CannotStart, exitCode);
        AssertSaid("port 81 is not permitted");
    }

    [Fact]
    public async Task Says_a_mistake_of_its_own_with_the_stack_and_frees_the_data_directory()
    {
        Assert.Equal(ExitCode.CannotStart, await _directory.RunAsync([]));

        AssertSaid("System.InvalidOperationException: served");
        Assert.Contains("   at Broker.Gateway.", _directory.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await _directory.RunAsync([], _ => Task.FromResult(0)));
    }

    [Fact]
    public async Task Keeps_its_exit_code_where_nothing_can_be_said()
    {
        using var full = new FullWriter();
        var launcher = new Launcher(_directory.Environment, _directory.Path, _directory.Output, full);

        Assert.Equal(ExitCode.BadConfiguration, await launcher.RunAsync(
            ["--port=many"], _ => throw new InvalidOperationException("served")));
    }

    [Fact]
    public async Task Cannot_start_in_a_directory_that_was_deleted()
    {
        var launcher = new Launcher(
            _directory.Environment, workingDirectory: null, _directory.Output, _directory.Error);

        Assert.Equal(ExitCode.CannotStart, await launcher.RunAsync(
            [], _ => throw new InvalidOperationException("served")));
        AssertSaid("the working directory cannot be read");
    }

    [Fact]
    public void Help_names_every_argument_every_variable_and_every_exit_code()
    {
        string[] names = [
            .. SettingOverride.All.Select(setting => setting.Variable), "BROKER_CONFIG",
            .. SettingOverride.All.Select(setting => setting.Argument).OfType<string>(), "--hub-port",
            "--config <FILE>", "--check-config", "--version", "--help", "\n  0 ", "\n  1 ", "\n  2 ",
        ];

        var help = CommandLine.Help();

        Assert.All(names, name => Assert.Contains(name, help, StringComparison.Ordinal));
        Assert.All(help.Split('\n'), line => Assert.InRange(line.Length, 0, 110));
    }

    private void AssertSaid(string problem) => Assert.StartsWith(
        $"Broker.Gateway: {problem}", _directory.Error.ToString(), StringComparison.Ordinal);

    private sealed class FullWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("No space left on device");
    }
}
