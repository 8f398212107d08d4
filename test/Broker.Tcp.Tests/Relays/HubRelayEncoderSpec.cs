using System.Buffers;
using System.Text;
using Broker.Actors.Hub;
using Broker.Sockets;
using Broker.Tcp.Framed;
using Broker.Tcp.Reading;
using Broker.Tcp.Relays;
using Broker.Tcp.Tests.Framed;
using Broker.Tcp.Text;

namespace Broker.Tcp.Tests.Relays;

/// <summary>Relays on their way from node to node.</summary>
public class HubRelayEncoderSpec
{
    private readonly HubRelayEncoder _wire = new();

    [Fact]
    public void Both_forms_get_on_the_other_node_what_they_would_get_here()
    {
        foreach (var bodies in new[] { new[] { "hello" }, ["a", "", "ccc"] })
        {
            var frames = Frames(bodies);
            var contents = _wire.Read(frames)!;

            Assert.Equal((bodies.Length, frames.Length), (contents.Count, contents.Bytes));
            Assert.Equal(frames, _wire.Write(contents).ToArray());
            Assert.Equal(
                bodies.Select(body => $"DELIVERY from 300 {body}"),
                ServerFrames.Of(contents.EncodedFor(HubFrameEncoding.Instance).Bytes.Span));
            Assert.Equal(
                string.Concat(bodies),
                Encoding.UTF8.GetString(contents.EncodedFor(HubTextEncoding.Instance).Bytes.Span));
        }
    }

    [Fact]
    public void What_is_not_whole_deliveries_is_nothing()
    {
        var frames = Frames("hello", "you");
        for (var length = 0; length < frames.Length; length++)
            if (length != Frames("hello").Length) Assert.Null(_wire.Read(frames.AsSpan(0, length)));

        frames[1] ^= 0x40;
        Assert.Null(_wire.Read(frames));
        Assert.Null(_wire.Read([0]));
    }

    private static byte[] Frames(params string[] bodies)
    {
        var run = new RelayRun(sender: 300, new HubWindow(new RequestWindow(requestsMax: 10), bytesMax: 1));
        var to = new HubReceivers([2]);
        foreach (var body in bodies.Select(Encoding.UTF8.GetBytes))
            Assert.True(run.TryAdd(new HubCommand(HubCommandKind.Relay)
            {
                To = to,
                Body = new HubBody(new ReadOnlySequence<byte>(body), null),
            }));
        return new HubRelayEncoder().Write(run.Take().Contents).ToArray();
    }
}
