using Broker.Actors.Channels;
using FsCheck;
using FsCheck.Fluent;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

public class HistorySpec
{
    [Fact]
    public void Keeps_the_newest_up_to_its_size()
    {
        var history = Filled(size: 2, "a", "b", "c");

        Assert.Equal([2, 3], After(history, 0).Select(p => p.Offset));
    }

    [Fact]
    public void Keeps_the_newest_up_to_its_bytes()
    {
        var history = Filled(size: 10, bytesMax: 5, "aaa", "bb", "ccc");

        Assert.Equal(["bb", "ccc"], After(history, 0).Select(p => p.Text()));
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

        Assert.Equal(["dddd"], After(history, 0).Select(p => p.Text()));
    }

    [Fact]
    public void Forgets_what_is_as_old_as_its_age_and_nothing_younger()
    {
        var history = Filled(size: 10, "a", "b", "c");
        Assert.Equal(SpecTime.Start.AddSeconds(61), history.NextExpiry);

        history.Expire(SpecTime.Start.AddSeconds(62));
        Assert.Equal([3], After(history, 0).Select(p => p.Offset));

        history.Expire(SpecTime.Start.AddSeconds(63));
        Assert.True(history.IsEmpty);
    }

    [Fact]
    public void After_is_exclusive_and_oldest_first()
    {
        var history = Filled(size: 10, "a", "b", "c");

        Assert.Equal([2, 3], After(history, 1).Select(p => p.Offset));
        Assert.Empty(After(history, 3));
    }

    [Fact]
    public void A_page_holds_so_many_bytes_and_one_that_is_larger_alone()
    {
        var history = Filled(size: 10, "aaaa", "bb", "cc", "ddddddd", "e");

        Assert.Equal([1, 2], history.Page(0, 10, bytesMax: 6).Select(p => p.Offset));
        Assert.Equal([3], history.Page(2, 10, bytesMax: 6).Select(p => p.Offset));
        Assert.Equal([4], history.Page(3, 10, bytesMax: 6).Select(p => p.Offset));
        Assert.Equal([5], history.Page(4, 10, bytesMax: 6).Select(p => p.Offset));
        Assert.Empty(history.Page(5, 10, bytesMax: 6));
    }

    [Fact]
    public void A_page_holds_so_many_publications_however_small_they_are()
    {
        var history = Filled(size: 10, "", "", "");

        Assert.Equal([2, 3], history.Page(1, publicationsMax: 2, bytesMax: 6).Select(p => p.Offset));
        Assert.Equal([1, 2], history.Page(0, publicationsMax: 2, bytesMax: 6).Select(p => p.Offset));
    }

    [Fact]
    public void Has_all_after_an_offset_when_comparing_one_by_one_says_so() => Prop
        .ForAll(
            Gen.Choose(0, 6).ToArbitrary(), Gen.Choose(0, 9).ToArbitrary(), Gen.Choose(0, 9).ToArbitrary(),
            (size, last, since) =>
            {
                if (since > last) return true;

                var history = Filled(size, [.. Enumerable.Range(1, last).Select(i => $"{i}")]);
                var expected = Enumerable.Range(1, last).Where(offset => offset > since).Select(o => (long)o);
                var complete = After(history, since).Select(p => p.Offset).SequenceEqual(expected);
                return complete == history.HasAllAfter(since, last);
            })
        .QuickCheckThrowOnFailure();

    private static Publication[] After(History history, long offset) =>
        history.Page(offset, int.MaxValue, int.MaxValue);

    private static History Filled(int size, params string[] contents) => Filled(size, 1000, contents);

    private static History Filled(int size, long bytesMax, params string[] contents)
    {
        var history = new History(new HistoryLimits(size, TimeSpan.FromMinutes(1), bytesMax));
        for (var i = 0; i < contents.Length; i++) history.Append(At(i + 1, contents[i], seconds: i + 1));
        return history;
    }
}
