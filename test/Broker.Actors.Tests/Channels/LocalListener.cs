using Broker.Actors.Tests.Connections;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>A subscriber whose actor is a probe and whose socket is a script.</summary>
internal sealed class LocalListener(TestProbe probe, ScriptedTransport transport, LineEncoding encoding)
{
    public static readonly LineEncoding Lines = new();

    public TestProbe Probe { get; } = probe;

    public IActorRef Ref { get; } = probe.Ref;

    public ScriptedTransport Transport { get; } = transport;

    /// <summary>What it has received.</summary>
    public string[] Received => Transport.Lines;

    public Subscribe Subscribe(StreamPosition? since = null) =>
        new(News, Ref, Transport.Outbox, encoding)
        {
            Since = since,
            Greeting = m => System.Text.Encoding.UTF8.GetBytes(
                $"hello {m.Subscribers} {m.Offset} {(m.Continuous ? "continuous" : "gap")}\n"),
        };
}
