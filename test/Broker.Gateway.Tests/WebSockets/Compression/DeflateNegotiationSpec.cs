using Broker.Gateway.WebSockets.Compression;

namespace Broker.Gateway.Tests.WebSockets.Compression;

public class DeflateNegotiationSpec
{
    private const string Agreed =
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    [Theory]
    [InlineData("permessage-deflate")]
    [InlineData("permessage-deflate; client_max_window_bits")]
    [InlineData("permessage-deflate; client_max_window_bits=8")]
    [InlineData("permessage-deflate; client_max_window_bits=\"10\"")]
    [InlineData("permessage-deflate;server_no_context_takeover\t; client_no_context_takeover ")]
    [InlineData("x-webkit-deflate-frame, permessage-deflate; client_max_window_bits")]
    [InlineData("foo; bar=\"baz\"; qux=1, permessage-deflate")]
    [InlineData(", ,permessage-deflate,")]
    [InlineData("permessage-deflate; server_max_window_bits=10, permessage-deflate")]
    [InlineData("permessage-deflate; unknown, permessage-deflate")]
    public void Agrees_without_context_takeover(string offers) =>
        Assert.Equal(Agreed, DeflateNegotiation.Negotiate(offers));

    [Theory]
    [InlineData("permessage-deflate; server_max_window_bits=15")]
    [InlineData("permessage-deflate; server_max_window_bits=\"15\"; client_max_window_bits")]
    [InlineData("permessage-deflate; server_max_window_bits=15, permessage-deflate")]
    public void Repeats_the_window_it_was_asked_for(string offers) =>
        Assert.Equal(Agreed + "; server_max_window_bits=15", DeflateNegotiation.Negotiate(offers));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("deflate")]
    [InlineData("x-permessage-deflate")]
    [InlineData("permessage-deflate; server_max_window_bits=14")]
    [InlineData("permessage-deflate; server_max_window_bits=8")]
    [InlineData("permessage-deflate; server_max_window_bits=16")]
    [InlineData("permessage-deflate; server_max_window_bits=015")]
    [InlineData("permessage-deflate; server_max_window_bits=+15")]
    [InlineData("permessage-deflate; server_max_window_bits")]
    [InlineData("permessage-deflate; client_max_window_bits=7")]
    [InlineData("permessage-deflate; client_max_window_bits=16")]
    [InlineData("permessage-deflate; client_max_window_bits=08")]
    [InlineData("permessage-deflate; client_max_window_bits=1x")]
    [InlineData("permessage-deflate; client_max_window_bits=100")]
    [InlineData("permessage-deflate; server_no_context_takeover=1")]
    [InlineData("permessage-deflate; client_no_context_takeover=1")]
    [InlineData("permessage-deflate; server_no_context_takeover; server_no_context_takeover")]
    [InlineData("permessage-deflate; client_max_window_bits; client_max_window_bits=10")]
    [InlineData("permessage-deflate; unknown")]
    public void Declines_what_it_cannot_meet(string? offers) =>
        Assert.Null(DeflateNegotiation.Negotiate(offers));

    [Theory]
    [InlineData("permessage-deflate;")]
    [InlineData("permessage-deflate; =1")]
    [InlineData("permessage-deflate; client_max_window_bits=")]
    [InlineData("permessage-deflate; client_max_window_bits=\"10")]
    [InlineData("permessage-deflate; client_max_window_bits=\"1 0\"")]
    [InlineData("permessage-deflate foo")]
    [InlineData("permessage-deflate, foo bar")]
    [InlineData("permessage-deflate, \"foo\"")]
    [InlineData("permessage-deflate, ä")]
    [InlineData("/permessage-deflate")]
    public void Declines_a_malformed_header(string offers) =>
        Assert.Null(DeflateNegotiation.Negotiate(offers));
}
