using Broker.Actors.Channels;
using FsCheck;
using FsCheck.Fluent;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

public class HistorySpec
{
    private const string Epoch = "e1";

    [Fact]
    public void Keeps_the_newest_up_to_its_size()
    {
        var history = Filled(size: 2, "a", "b", "c");

        Assert.Equal([2, 3], history.After(0).Select(p => p.Offset));
    }

    [Fact]
    public void Keeps_the_newest_up_to_its_bytes()
    {
        var history = Filled(size: 10, bytesMax: 5, "aaa", "bb", "ccc");

        Assert.Equal(["bb", "ccc"], history.After(0).Select(p => p.Text()));
    }

    [Fact]
    public void Keeps_nothing_that_is_larger_than_all_it_may_keep()
    {
        var history = Filled(size: 10, bytesMax: 2, "aa", "bbb");

        Assert.True(history.IsEmpty);
        Assert.Null(history.NextExpiry);
    }

    [Fact]
    public void Counts_the_bytes_of_what_is_kept_only()
    {
        var history = Filled(size: 1, bytesMax: 4, "aaaa", "bbbb", "cccc");
        history.Expire(DateTimeOffset.MaxValue);
        history.Append(At(4, "dddd"));

        Assert.Equal(["dddd"], history.After(0).Select(p => p.Text()));
    }

    [Fact]
    public void Forgets_what_is_as_old_as_its_age_and_nothing_younger()
    {
        var history = Filled(size: 10, "a", "b", "c");
        Assert.Equal(SpecTime.Start.AddSeconds(61), history.NextExpiry);

        history.Expire(SpecTime.Start.AddSeconds(62));
        Assert.Equal([3], history.After(0).Select(p => p.Offset));

        history.Expire(SpecTime.Start.AddSeconds(63));
        Assert.True(history.IsEmpty);
    }

    [Fact]
    public void After_is_exclusive_and_oldest_first()
    {
        var history = Filled(size: 10, "a", "b", "c");

        Assert.Equal([2, 3], history.After(1).Select(p => p.Offset));
        Assert.Empty(history.After(3));
    }

    [Theory]
    [InlineData(5, Epoch, true)]
    [InlineData(3, Epoch, true)]
    [InlineData(2, Epoch, false)]
    [InlineData(0, Epoch, true)]
    [InlineData(6, Epoch, false)]
    [InlineData(3, null, true)]
    [InlineData(2, null, false)]
    [InlineData(5, "other", false)]
    [InlineData(0, "other", false)]
    public void Is_continuous_when_it_keeps_everything_after_the_point(
        long offset, string? epoch, bool expected)
    {
        var history = Filled(size: 2, "a", "b", "c", "d", "e");

        Assert.Equal(expected, history.IsContinuous(new StreamPosition(offset, epoch), last: 5, Epoch));
    }

    [Fact]
    public void Continuity_is_what_comparing_offsets_one_by_one_says() => Prop
        .ForAll(
            Gen.Choose(0, 6).ToArbitrary(), Gen.Choose(0, 9).ToArbitrary(), Gen.Choose(1, 12).ToArbitrary(),
            (size, last, since) =>
            {
                var history = Filled(size, [.. Enumerable.Range(1, last).Select(i => $"{i}")]);
                var expected = Enumerable.Range(1, last).Where(offset => offset > since).Select(o => (long)o);
                var complete =
                    since <= last && history.After(since).Select(p => p.Offset).SequenceEqual(expected);
                return complete == history.IsContinuous(new StreamPosition(since, Epoch), last, Epoch);
            })
        .QuickCheckThrowOnFailure();

    private static History Filled(int size, params string[] contents) => Filled(size, 1000, contents);

    private static History Filled(int size, long bytesMax, params string[] contents)
    {
        var history = new History(new HistoryLimits(size, TimeSpan.FromMinutes(1), bytesMax));
        for (var i = 0; i < contents.Length; i++) history.Append(At(i + 1, contents[i], seconds: i + 1));
        return history;
    }
}
