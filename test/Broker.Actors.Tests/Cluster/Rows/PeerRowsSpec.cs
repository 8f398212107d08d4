using Broker.Actors.Cluster.Rows;
using static Broker.Actors.Cluster.Rows.RowProtocol;

namespace Broker.Actors.Tests.Cluster.Rows;

public class PeerRowsSpec : TestKit
{
    private readonly List<Row> _changed = [];
    private readonly PeerRows _rows;
    private readonly IActorRef _peer;

    public PeerRowsSpec()
    {
        _peer = CreateTestProbe();
        _rows = new PeerRows((_, row) => _changed.Add(row));
        _rows.Meet(_peer);
    }

    [Fact]
    public void Takes_a_piece_once_and_answers_a_repeat()
    {
        Assert.False(Take(7, isFirst: true, new("a", "1"), new("b"))!.HasMissed);
        Assert.False(Take(7, isFirst: true, new("a", "1"), new("b"))!.HasMissed);
        Assert.False(Take(8, isFirst: false, new("a", "1"), new("b", IsGone: true))!.HasMissed);

        Assert.Equal([new("a", "1"), new("b"), new("b", IsGone: true)], _changed);
    }

    [Fact]
    public void Says_that_it_has_missed_a_piece_and_takes_none_before_all_rows_come_again()
    {
        Take(7, isFirst: true, new("a", "1"), new("b"));
        Assert.True(Take(9, isFirst: false, new Row("c"))!.HasMissed);
        Assert.True(Take(10, isFirst: false, new Row("c"))!.HasMissed);
        Take(11, isFirst: true, new("a", "2"), new("c"));

        Assert.Equal([new("a", "1"), new("b"), new("a", "2"), new("c"), new("b", IsGone: true)], _changed);
    }

    [Fact]
    public void What_is_told_again_is_gone_only_when_all_has_been_told()
    {
        Take(7, isFirst: true, new("a"), new("b"), new("c"));
        _changed.Clear();
        Assert.False(_rows.Take(new TellRows(_peer, 3, IsFirst: true, IsLast: false, [new("a")]))!.HasMissed);
        Assert.Empty(_changed);
        Take(4, isFirst: false, new Row("c"));

        Assert.Equal([new("b", IsGone: true)], _changed);
    }

    [Fact]
    public void A_node_that_is_lost_has_nothing_and_what_it_tells_late_is_not_taken()
    {
        Take(7, isFirst: true, new("a"), new("b"));
        _changed.Clear();
        _rows.Lose(_peer);
        Assert.Equal([new("a", IsGone: true), new("b", IsGone: true)], _changed);

        Assert.Null(Take(8, isFirst: false, new Row("c")));
        Assert.Equal(2, _changed.Count);
    }

    private RowsTaken? Take(long number, bool isFirst, params Row[] rows) =>
        _rows.Take(new TellRows(_peer, number, isFirst, IsLast: true, rows));
}
