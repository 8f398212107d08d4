namespace Broker.KernelTests.Internals;

public class RefMapSpec : TestKit
{
    [Fact]
    public void One_entry_is_kept_in_place_and_more_of_them_beside_it()
    {
        var refs = Enumerable.Range(0, 3).Select(_ => (KernelRef)CreateTestProbe().Ref).ToList();
        var map = default(RefMap);
        Assert.True(map.IsEmpty);
        foreach (var actor in refs) map.Set(actor, actor.ToString());

        Assert.Equal(refs.ToHashSet(), map.Keys.ToHashSet());
        Assert.All(refs, actor => Assert.True(
            map.TryGet(actor, out var value) && (string?)value == actor.ToString()));
    }

    [Fact]
    public void An_entry_can_be_replaced_and_removed_wherever_it_is()
    {
        var refs = Enumerable.Range(0, 3).Select(_ => (KernelRef)CreateTestProbe().Ref).ToList();
        var map = default(RefMap);
        foreach (var actor in refs) map.Set(actor, "old");
        foreach (var actor in refs)
        {
            map.Set(actor, "new");
            Assert.True(map.Remove(actor, out var value));
            Assert.Equal("new", value);
            Assert.False(map.Contains(actor));
        }
        Assert.True(map.IsEmpty);
    }
}
