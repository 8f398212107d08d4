using Broker.Actors.Tests.Connections;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Tests.Channels;

/// <summary>A subscriber whose actor is a probe and whose socket is a script.</summary>
internal sealed class Listener(TestProbe probe, LineEncoding encoding, ScriptedTransport transport)
{
    public TestProbe Probe { get; } = probe;

    public IActorRef Ref { get; } = probe.Ref;

    public LineEncoding Encoding { get; } = encoding;

    public ScriptedTransport Transport { get; } = transport;

    /// <summary>
    /// What it has received. Read it behind an answer of the channel, never beside its work.
    /// </summary>
    public string[] Lines => Transport.Lines;

    public Subscribe Subscribe(StreamPosition? since = null) =>
        new(Publications.News, Ref, Transport.Outbox, Encoding) { Since = since };

    public Subscribe Greeted(StreamPosition? since = null) => Subscribe(since) with
    {
        Greeting = s => Bytes($"hello {s.Subscribers} {s.Offset} {(s.Continuous ? "continuous" : "gap")}\n"),
    };

    public static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
