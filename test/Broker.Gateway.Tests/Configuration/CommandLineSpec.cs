using Broker.Gateway.Configuration;

namespace Broker.Gateway.Tests.Configuration;

public class CommandLineSpec
{
    [Theory]
    [InlineData("--port=5", "broker.hub.port", "5")]
    [InlineData("-port=5", "broker.hub.port", "5")]
    [InlineData("--port 5", "broker.hub.port", "5")]
    [InlineData("-port 5", "broker.hub.port", "5")]
    [InlineData("--hub-port=5", "broker.hub.port", "5")]
    [InlineData("--http-port=5", "broker.http.ports", "5")]
    [InlineData("--port=five", "broker.hub.port", "five")]
    [InlineData("--bind=::1", "broker.process.bind", "::1")]
    [InlineData("--bind 10.0.0.1", "broker.process.bind", "10.0.0.1")]
    [InlineData("--data=/srv/a=b", "broker.process.data", "/srv/a=b")]
    [InlineData("--data dir", "broker.process.data", "dir")]
    public void An_argument_sets_its_key_to_the_text_that_was_given(
        string arguments, string path, string value)
    {
        var commandLine = Parse(arguments);

        Assert.Equal(CommandLineAction.Serve, commandLine.Action);
        var (setting, text) = Assert.Single(commandLine.Values);
        Assert.Equal((path, value), (setting.Path, text));
    }

    [Theory]
    [InlineData("--config=a.conf")]
    [InlineData("--config a.conf")]
    public void The_configuration_file_is_no_key(string arguments)
    {
        var commandLine = Parse(arguments);

        Assert.Equal("a.conf", commandLine.ConfigFile);
        Assert.Empty(commandLine.Values);
    }

    [Fact]
    public void Without_arguments_it_serves_and_sets_nothing()
    {
        var commandLine = CommandLine.Parse([]);

        Assert.Equal((CommandLineAction.Serve, null), (commandLine.Action, commandLine.ConfigFile));
        Assert.Empty(commandLine.Values);
    }

    [Theory]
    [InlineData("--help", "Help")]
    [InlineData("-h", "Help")]
    [InlineData("--help --version", "Help")]
    [InlineData("--nonsense --help", "Help")]
    [InlineData("--version", "Version")]
    [InlineData("--version --check-config", "Version")]
    [InlineData("--check-config", "CheckConfig")]
    [InlineData("--check-config --port=1", "CheckConfig")]
    public void A_question_is_answered_instead_of_serving(string arguments, string action) =>
        Assert.Equal(action, Parse(arguments).Action.ToString());

    [Theory]
    [InlineData("--nope", "'--nope'")]
    [InlineData("--nope=1", "'--nope=1'")]
    [InlineData("-nope", "'-nope'")]
    [InlineData("-p=1", "'-p=1'")]
    [InlineData("stray", "'stray'")]
    [InlineData("@file", "'@file'")]
    [InlineData("[suggest]", "'[suggest]'")]
    [InlineData("--port", "'--port'")]
    [InlineData("--port=", "'--port'")]
    [InlineData("--port=1 --port=2", "'--port'")]
    [InlineData("--port=1 -port=2", "'--port'")]
    [InlineData("--port=1 --hub-port=2", "'--port'")]
    [InlineData("--prot", "Did you mean one of the following?\n--port\n")]
    [InlineData("--bind --data=x", "'--bind'")]
    [InlineData("--data a b", "'b'")]
    [InlineData("--data --nope=1", "'--nope=1' is not a value of '--data'.")]
    [InlineData("--data= --nope", "'--nope' is not a value of '--data'.")]
    [InlineData("--config --nope", "'--nope' is not a value of '--config'.")]
    [InlineData("--config", "'--config'")]
    [InlineData("--check-config=no", "'no'")]
    [InlineData("--Port=1", "'--Port=1'")]
    public void A_wrong_argument_is_named(string arguments, string named)
    {
        var error = Assert.Throws<StartupException>(() => Parse(arguments));

        Assert.Equal(ExitCode.BadConfiguration, error.ExitCode);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("\nTry --help.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_wrong_arguments_are_named_at_once()
    {
        var error = Assert.Throws<StartupException>(() => Parse("one --two"));

        Assert.Contains("'one'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'--two'", error.Message, StringComparison.Ordinal);
    }

    private static CommandLine Parse(string arguments) => CommandLine.Parse(arguments.Split(' '));
}
