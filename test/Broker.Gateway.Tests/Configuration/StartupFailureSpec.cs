using System.Net.Sockets;
using Broker.Actors.Configuration;
using Broker.Gateway.Configuration;
using Microsoft.AspNetCore.Connections;

namespace Broker.Gateway.Tests.Configuration;

public class StartupFailureSpec
{
    private static readonly LayeredConfig Config = ConfigurationLayers.Reference.With(
        "broker { http { ports = [80, 8080] },\n"
            + "  hub { port = 8081 },\n"
            + "  process { bind = 203.0.113.1 } }",
        "a.conf");

    [Theory]
    [InlineData(8080, "a.conf:1:25", "broker.http.ports, --http-port, APP_PORT")]
    [InlineData(8081, "a.conf:2:16", "broker.hub.port, --port, BROKER_HUB_PORT")]
    public void A_port_in_use_is_named_with_its_setting(int port, string origin, string setting)
    {
        var thrown = InUse($"Failed to bind to address http://[::]:{port}: address already in use.");

        Assert.Equal($"port {port} is in use ({setting}; set in {origin})", From(thrown).Message);
    }

    [Fact]
    public void A_failure_inside_other_failures_is_found()
    {
        var thrown = new InvalidOperationException(
            "startup", new AggregateException(new IOException("x"), InUse("http://127.0.0.1:8080: in use")));

        Assert.StartsWith("port 8080 is in use ", From(thrown).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_in_use_that_names_no_port_blames_those_that_may_be_meant()
    {
        var thrown = new IOException("in use", new SocketException((int)SocketError.AddressAlreadyInUse));

        Assert.StartsWith("port 80 is in use ", From(thrown).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_privilege_blames_the_ports_that_need_one() => Assert.Equal(
        "port 80 is not permitted: below 1024 it needs a privilege "
        + "(broker.http.ports, --http-port, APP_PORT; set in a.conf:1:25)",
        From(new SocketException((int)SocketError.AccessDenied)).Message);

    [Fact]
    public void An_address_of_another_machine_is_named_with_its_setting() => Assert.Equal(
        "address '203.0.113.1' is none of this machine's "
        + "(broker.process.bind, --bind, BROKER_BIND; set in a.conf:3:20)",
        From(new SocketException((int)SocketError.AddressNotAvailable)).Message);

    [Fact]
    public void What_is_a_start_up_failure_already_stays_what_it_is()
    {
        var known = new StartupException(ExitCode.BadConfiguration, "known");

        Assert.Same(known, From(known));
    }

    [Fact]
    public void Other_exceptions_are_not_explained_away()
    {
        Assert.Null(Explain(new InvalidOperationException("a mistake of ours")));
        Assert.Null(Explain(new IOException("disk full")));
        Assert.Null(Explain(new SocketException((int)SocketError.ConnectionReset)));
    }

    private static IOException InUse(string message) => new(message, new AddressInUseException(message));

    private static StartupException From(Exception exception)
    {
        var failure = Explain(exception);
        Assert.NotNull(failure);
        return failure;
    }

    private static StartupException? Explain(Exception exception) =>
        StartupFailure.From(exception, BrokerSettings.From(Config), Config);
}
