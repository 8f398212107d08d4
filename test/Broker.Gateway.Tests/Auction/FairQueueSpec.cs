using Broker.Gateway.Auction;

namespace Broker.Gateway.Tests.Auction;

public class FairQueueSpec
{
    private readonly FairQueue<string> _queue = new(8, 5, 3);

    [Fact]
    public void Groups_take_turns_and_so_do_the_groups_in_them()
    {
        Add("a1", "a", "1");
        Add("a1b", "a", "1");
        Add("a2", "a", "2");
        Add("b1", "b", "1");
        Add("b1b", "b", "1");

        Assert.Equal(["a1", "b1", "a2", "b1b", "a1b"], TakeAll());
    }

    [Fact]
    public void All_and_each_group_have_room_for_so_many()
    {
        Assert.Equal(3, Added(10, "a", "1"));
        Assert.Equal(2, Added(10, "a", "2"));
        Assert.Equal(3, Added(10, "b", "1"));
        Assert.Equal(0, Added(10, "c", "1"));
        Assert.Equal(8, _queue.Count);

        _queue.TryTake();
        Assert.Equal(1, Added(10, "c", "1"));
    }

    [Fact]
    public void What_leaves_gives_its_place_back_once()
    {
        var leaving = Add("a", "a", "1");
        Add("b", "a", "1");
        leaving.Leave();
        leaving.Leave();
        Assert.Equal(1, _queue.Count);

        Assert.Equal(["b"], TakeAll());
        leaving.Leave();
        Assert.Equal(0, _queue.Count);
        Assert.Equal(3, Added(10, "a", "1"));
    }

    private FairQueue<string>.Place Add(string item, params string[] path)
    {
        var place = _queue.TryAdd(item, path);
        Assert.NotNull(place);
        return place;
    }

    private int Added(int times, params string[] path) =>
        Enumerable.Range(0, times).Count(_ => _queue.TryAdd("", path) is not null);

    private IEnumerable<string> TakeAll()
    {
        while (_queue.TryTake() is { } place) yield return place.Item;
    }
}
