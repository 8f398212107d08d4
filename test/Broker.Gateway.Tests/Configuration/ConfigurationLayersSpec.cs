using Akka.Configuration;
using Broker.Actors.Configuration;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.Tests.Configuration;

public sealed class ConfigurationLayersSpec : IDisposable
{
    private readonly WorkingDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("BROKER_HUB_PORT", "77", "broker.hub.port = 77")]
    [InlineData("BROKER_BIND", "10.0.0.1", "broker.process.bind = 10.0.0.1")]
    [InlineData("BROKER_DATA", "/srv/data", "broker.process.data = \"/srv/data\"")]
    [InlineData("APP_PORT", "77", "broker.http.ports = [77]")]
    [InlineData("APP_ENVIRONMENT", "prod", "broker.process.environment = prod")]
    [InlineData("APP_VERSION", "v2", "broker.process.version = v2")]
    [InlineData("BROKER_TOKEN_SECRET", "s", "broker.users.token-secrets = [s]")]
    [InlineData("BROKER_SOCKET_TOKEN_SECRET", "s", "broker.users.socket-token-secrets = [s]")]
    [InlineData("BROKER_AUCTION_SECRET", "s", "broker.auction.secrets = [s]")]
    [InlineData("BROKER_PUBLISH_KEY", "a,b", "broker.publish.keys = [\"a,b\"]")]
    public void A_variable_sets_its_key_and_is_its_origin(string variable, string text, string entry)
    {
        _directory.Environment[variable] = text;

        var set = Assert.Single(Changed(_directory.Load()));
        Assert.Equal((entry, $"environment variable {variable}"), (set.ToString(), set.Origin.ToString()));
    }

    [Theory]
    [InlineData("--port=77", "broker.hub.port = 77", "argument --port")]
    [InlineData("--hub-port=77", "broker.hub.port = 77", "argument --port")]
    [InlineData("--http-port=77", "broker.http.ports = [77]", "argument --http-port")]
    [InlineData("--bind=localhost", "broker.process.bind = localhost", "argument --bind")]
    [InlineData("--data=x", "broker.process.data = x", "argument --data")]
    public void An_argument_sets_its_key_and_is_its_origin(string argument, string entry, string origin)
    {
        var set = Assert.Single(Changed(_directory.Load(argument)));

        Assert.Equal((entry, origin), (set.ToString(), set.Origin.ToString()));
    }

    [Fact]
    public void Every_setting_from_outside_is_a_key_of_the_reference() =>
        Assert.All(SettingOverride.All, setting =>
            Assert.Contains(ConfigurationLayers.Reference.Entries, entry => entry.Path == setting.Path));

    [Fact]
    public void The_command_line_goes_before_the_environment_and_that_before_the_file()
    {
        _directory.Write(
            "hocon/broker.conf", "broker { hub.port = 1, process { bind = localhost, data = file } }");
        _directory.Environment["BROKER_BIND"] = "*";
        _directory.Environment["BROKER_DATA"] = "variable";

        var config = _directory.Load("--data=argument");

        Assert.Equal("1", Text(config, "hub.port"));
        Assert.Equal("*", Text(config, "process.bind"));
        Assert.Equal("argument", Text(config, "process.data"));
        Assert.Equal("dev", Text(config, "process.environment"));
    }

    [Fact]
    public void A_variable_that_is_set_to_nothing_is_not_set()
    {
        foreach (var setting in SettingOverride.All) _directory.Environment[setting.Variable] = "";
        _directory.Environment[ConfigurationLayers.FileVariable] = "";

        Assert.Empty(Changed(_directory.Load()));
    }

    [Fact]
    public void Other_variables_change_nothing()
    {
        _directory.Environment["BROKER_SOMETHING"] = "x";

        Assert.Empty(Changed(_directory.Load()));
    }

    [Theory]
    [InlineData("APP_PORT")]
    [InlineData("BROKER_HUB_PORT")]
    [InlineData("BROKER_DATA")]
    [InlineData("BROKER_CONFIG")]
    public void A_value_that_Kubernetes_set_for_a_service_is_ignored_with_a_warning(string variable)
    {
        _directory.Environment[variable] = "tcp://10.96.0.7:8080";

        Assert.Empty(Changed(_directory.Load()));
        Assert.StartsWith(
            $"environment variable {variable}: 'tcp://10.96.0.7:8080' is ignored: Kubernetes",
            Assert.Single(_directory.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_AkkaNET_does_not_have_is_warned_of_with_the_nearest_one()
    {
        const string NoKey = "Akka.NET's reference has no such key";
        var file = _directory.Write(
            "hocon/broker.conf",
            "akka { loglevl = DEBUG, actor.ask-timeout = 5s }\nakka.actor.mine.type = Dispatcher");
        _directory.Load();

        Assert.Equal(
            [
                $"{file}:2:24: akka.actor.mine.type: {NoKey}",
                $"{file}:1:18: akka.loglevl: {NoKey}; did you mean akka.loglevel?",
            ],
            _directory.Warnings);
    }

    [Fact]
    public void A_file_of_the_command_line_goes_before_one_of_the_environment_and_that_before_the_default()
    {
        _directory.Write("hocon/broker.conf", "broker.hub.port = 1");
        Assert.Equal("1", Text(_directory.Load(), "hub.port"));

        _directory.Write("variable.conf", "broker.hub.port = 2");
        _directory.Environment["BROKER_CONFIG"] = "variable.conf";
        Assert.Equal("2", Text(_directory.Load(), "hub.port"));

        var file = _directory.Write("argument.conf", "broker.hub.port = 3");
        Assert.Equal("3", Text(_directory.Load("--config=argument.conf"), "hub.port"));
        Assert.Equal("3", Text(_directory.Load($"--config={file}"), "hub.port"));
    }

    [Fact]
    public void A_file_that_is_named_and_missing_is_an_error_that_says_who_named_it()
    {
        _directory.Environment["BROKER_CONFIG"] = "nowhere.conf";
        AssertRefused("environment variable BROKER_CONFIG: there is no file 'nowhere.conf'", []);
        AssertRefused("argument --config: there is no file 'no.conf'", ["--config=no.conf"]);
    }

    [Fact]
    public void A_file_may_refer_to_values_of_the_reference()
    {
        _directory.Write("hocon/broker.conf", "broker.process.data = \"at-\"${broker.hub.port}");

        Assert.Equal("at-1234", Text(_directory.Load(), "process.data"));
    }

    [Fact]
    public void A_file_that_is_not_HOCON_is_an_error_with_its_place()
    {
        var file = _directory.Write("hocon/broker.conf", "broker {\n  hub.port = }\n");

        var error = Assert.Throws<ConfigurationException>(() => _directory.Load());
        Assert.StartsWith($"{file}:2:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_key_that_does_not_exist_is_named_at_once_with_its_place()
    {
        var file = _directory.Write("a.conf", "broker.hub.prot = 1\nbroker.http.ports = [1]\nport = 2");

        AssertRefused(
            $"{file}:1:19: broker.hub.prot: there is no such key; did you mean broker.hub.port?\n"
            + $"{file}:3:8: port: there is no such key",
            ["--config=a.conf"]);
    }

    [Fact]
    public void The_example_file_changes_nothing_and_shows_keys_that_exist()
    {
        var example = Path.Combine(SourceTree.Root, "hocon", "broker.conf");
        var uncommented = File.ReadLines(example)
            .Where(line => line.StartsWith("#   ", StringComparison.Ordinal) || line is "# broker {" or "# }")
            .Select(line => line[2..]);
        Assert.Empty(LayeredConfig.Empty.With(File.ReadAllText(example), example).Entries);

        var file = _directory.Write("uncommented.conf", string.Join('\n', uncommented));
        Assert.NotEmpty(Changed(_directory.Load($"--config={file}")));
        BrokerSettings.From(_directory.Load($"--config={file}"));
    }

    private void AssertRefused(string message, string[] arguments)
    {
        var error = Assert.Throws<StartupException>(() => _directory.Load(arguments));
        Assert.Equal((ExitCode.BadConfiguration, message), (error.ExitCode, error.Message));
    }

    private static IEnumerable<SettingEntry> Changed(LayeredConfig config) =>
        config.Entries.Where(
            entry => !entry.Origin.Source.EndsWith("reference.conf", StringComparison.Ordinal));

    private static string Text(LayeredConfig config, string key) => config.Section("broker").GetString(key);
}
