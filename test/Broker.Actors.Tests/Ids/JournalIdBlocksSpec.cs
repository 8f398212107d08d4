using System.Buffers.Binary;
using Broker.Actors.Ids;
using Broker.Actors.Journal;
using Broker.Actors.Tests.Journal;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Tests.Ids;

public sealed class JournalIdBlocksSpec : IAsyncDisposable
{
    private readonly FakeJournal _journal = new();

    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    [Fact]
    public async Task Counts_from_1_and_goes_on_where_any_earlier_process_was()
    {
        var first = new JournalIdBlocks(_journal);
        Assert.Equal(1UL, await first.ReserveAsync(1000));
        Assert.Equal(1001UL, await first.ReserveAsync(1));

        Assert.Equal(1002UL, await new JournalIdBlocks(_journal).ReserveAsync(10));
        Assert.Equal(1012UL, await new JournalIdBlocks(_journal).ReserveAsync(10));
    }

    [Fact]
    public async Task Keeps_one_event_however_many_blocks_were_given()
    {
        var blocks = new JournalIdBlocks(_journal);
        for (var i = 0; i < 5; i++) await blocks.ReserveAsync(10);

        Assert.Equal(5, Assert.Single(_journal.Events).Version);
        Assert.Equal(51UL, await new JournalIdBlocks(_journal).ReserveAsync(10));
    }

    [Fact]
    public async Task Nodes_over_one_journal_never_have_the_same_block()
    {
        JournalIdBlocks[] nodes = [new(_journal), new(_journal), new(_journal)];
        var given = new List<ulong>();
        for (var i = 0; i < 12; i++) given.Add((await nodes[i * 5 % 3].ReserveAsync(10))!.Value);

        Assert.Equal(Enumerable.Range(0, 12).Select(i => (ulong)(i * 10) + 1), given);
    }

    [Theory]
    [InlineData(true, 21UL)]
    [InlineData(false, 11UL)]
    public async Task After_a_lost_answer_reads_what_became_of_it(bool isStored, ulong expected)
    {
        var blocks = new JournalIdBlocks(_journal);
        await blocks.ReserveAsync(10);
        _journal.Hold();
        var lost = blocks.ReserveAsync(10);
        _journal.BreakOne(isStored);
        await Assert.ThrowsAsync<IOException>(() => lost);
        _journal.Release();

        Assert.Equal(expected, await blocks.ReserveAsync(10));
    }

    [Fact]
    public async Task A_block_that_is_refused_is_not_given_and_the_next_try_has_it()
    {
        var blocks = new JournalIdBlocks(_journal);
        _journal.Hold();
        var refused = blocks.ReserveAsync(10);
        _journal.RefuseOne(RejectReason.Unavailable);
        await Assert.ThrowsAsync<IOException>(() => refused);
        _journal.Release();
        _journal.IsAway = true;
        await Assert.ThrowsAsync<IOException>(() => blocks.ReserveAsync(10));
        _journal.IsAway = false;

        Assert.Equal(1UL, await blocks.ReserveAsync(10));
    }

    [Fact]
    public async Task Never_guesses_at_what_makes_no_sense()
    {
        _journal.Smuggle(StreamName.Parse("ids"), new Event(1, new byte[] { 2, 0, 0, 0, 0, 0, 0, 0, 0 }));

        await Assert.ThrowsAsync<IOException>(() => new JournalIdBlocks(_journal).ReserveAsync(10));
    }

    [Fact]
    public async Task Says_when_so_many_are_not_left_and_still_gives_the_last()
    {
        var payload = new byte[9];
        payload[0] = 1;
        BinaryPrimitives.WriteUInt64LittleEndian(payload.AsSpan(1), ulong.MaxValue - 5);
        _journal.Smuggle(StreamName.Parse("ids"), new Event(1, payload));
        var blocks = new JournalIdBlocks(_journal);
        Assert.Null(await blocks.ReserveAsync(6));
        Assert.Equal(ulong.MaxValue - 5, await blocks.ReserveAsync(5));
        Assert.Null(await blocks.ReserveAsync(1));
    }
}
