using Broker.Actors.Delivery;
using Broker.Actors.Tests.Channels;

namespace Broker.Actors.Tests.Connections;

/// <summary>What counts against the limit of an outbox is about what its process holds for it.</summary>
public class OutboxMemorySpec
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void An_answer_that_waits_keeps_no_more_than_its_own_bytes(int room)
    {
        var buffer = "an answer\n"u8.ToArray().Concat(new byte[246]).ToArray();
        var transport = new ScriptedTransport { Room = room };
        transport.Outbox.Answer(buffer.AsMemory(0, 10));
        transport.Outbox.Answer(buffer.AsMemory(0, 10));
        // Nothing that waits is still in that buffer.
        buffer.AsSpan().Fill((byte)'x');

        transport.WriteAll();
        Assert.Equal(["an answer", "an answer"], transport.Lines);
    }

    [Fact]
    public void A_peer_that_never_reads_holds_about_its_limit_of_memory_in_small_answers()
    {
        const int bytesMax = 64 << 20;
        var transport = new ScriptedTransport(SpecSettings.Outbox($"bytes-max = {bytesMax}")) { Room = 0 };
        var before = GC.GetTotalMemory(forceFullCollection: true);
        // As ports write them: into a buffer of 256 bytes.
        while (transport.Outbox.Answer(new byte[256].AsMemory(0, 10)) == EnqueueResult.Accepted)
        {
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, bytesMax / 2, bytesMax * 1.25);
        Assert.True(transport.Outbox.WaitingBytes <= bytesMax);
    }

    [Fact]
    public void The_latest_frame_keeps_no_batch_that_is_more_than_twice_as_large()
    {
        var pool = new PoisoningPool();
        var memory = RefCountedBuffer.Rent(20, pool);
        "an old one, longer\nb\n"u8[..20].CopyTo(memory.Array);
        var transport = new ScriptedTransport { Room = 0 };
        transport.Outbox.Answer("-\n"u8.ToArray());
        var batch = EncodedBatch.Of(memory.Memory, ends: [18, 20], memory);
        transport.Outbox.Offer(batch, Publications.News, SlowConsumerPolicy.KeepLatest);
        memory.Release();

        Assert.Equal(0, pool.Rented);
        transport.WriteAll();
        Assert.Equal(["-", "b"], transport.Lines);
    }
}
