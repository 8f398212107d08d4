using Broker.Actors.Auction;
using FsCheck;
using FsCheck.Fluent;

namespace Broker.Actors.Tests.Auction;

public class RankedSetSpec
{
    // Runs, so that chunks are split, emptied and merged.
    private static Arbitrary<List<(bool IsAdd, int From, int Count, int Step)>> Runs { get; } = (
        from isAdd in Gen.Frequency((3, Gen.Constant(true)), (2, Gen.Constant(false)))
        from start in Gen.Choose(0, 2000)
        from count in Gen.Choose(1, 900)
        from step in Gen.Elements(1, -1, 7, 0)
        select (isAdd, start, count, step)).ListOf(12).Select(runs => runs.ToList()).ToArbitrary();

    [Fact]
    public void Is_as_a_sorted_list_whatever_is_added_and_removed() => Prop.ForAll(Runs, runs =>
    {
        var (set, model) = (new RankedSet<int>(Comparer<int>.Default), new SortedSet<int>());
        foreach (var (isAdd, start, count, step) in runs)
        {
            for (var i = 0; i < count; i++)
            {
                var item = start + (i * step);
                if (isAdd) Assert.Equal(model.Add(item), set.Add(item));
                else Assert.Equal(model.Remove(item), set.Remove(item));
            }
            Same(model, set);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(191)]
    [InlineData(192)]
    [InlineData(193)]
    [InlineData(1000)]
    public void Can_be_made_of_a_sorted_list_at_once_and_goes_on_from_there(int count)
    {
        var model = new SortedSet<int>(Enumerable.Range(0, count).Select(i => i * 2));
        var set = RankedSet<int>.Of([.. model], Comparer<int>.Default);
        Same(model, set);

        for (var i = 1; i < count * 2; i += 2)
        {
            model.Add(i);
            Assert.True(set.Add(i));
        }
        Same(model, set);
    }

    [Fact]
    public void Has_nothing_before_the_first_place_and_behind_the_last()
    {
        var set = RankedSet<int>.Of([1, 2], Comparer<int>.Default);
        Assert.Throws<ArgumentOutOfRangeException>(() => set[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => set[2]);
    }

    private static void Same(SortedSet<int> model, RankedSet<int> set)
    {
        var sorted = model.ToArray();
        Assert.Equal(sorted.Length, set.Count);
        Assert.Equal(sorted, Enumerable.Range(0, set.Count).Select(i => set[i]));
        for (var limit = -1000; limit < 9000; limit += 333)
            Assert.Equal(sorted.Count(item => item < limit), set.CountWhile(item => item < limit));
    }
}
