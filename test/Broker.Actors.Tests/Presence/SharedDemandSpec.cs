using Broker.Actors.Presence;

namespace Broker.Actors.Tests.Presence;

public class SharedDemandSpec
{
    private readonly SharedDemand _demand = new(keysMax: 2);

    [Fact]
    public void A_node_alone_has_all_of_the_limit()
    {
        Assert.Equal(1, Count("a", times: 5));
        Assert.Equal([("a", 5)], _demand.Turn());

        Assert.Equal(1, Count("a", times: 1));
    }

    [Fact]
    public void Its_part_of_the_limit_is_its_part_of_the_demand()
    {
        Count("a", times: 10);
        _demand.Turn();
        _demand.Hear("a", 30);

        Assert.Equal(0.25, Count("a", times: 1));
        Assert.Equal(0.25, Count("a", times: 9));
        // The demand has grown since.
        Assert.Equal(0.5, Count("a", times: 20));
    }

    [Fact]
    public void Little_is_not_told_and_what_is_over_is_taken_back_once()
    {
        Count("a", times: 2);
        Assert.Empty(_demand.Turn());
        Count("a", times: 3);
        Assert.Equal([("a", 3)], _demand.Turn());
        _demand.Hear("a", 30);
        Count("a", times: 2);
        Assert.Equal([("a", 0)], _demand.Turn());

        // What the others have is not known any more.
        _demand.Hear("a", 30);
        Assert.Equal(1, Count("a", times: 1));
        Assert.Empty(_demand.Turn());
    }

    [Fact]
    public void One_key_too_many_is_limited_as_if_alone_until_another_is_forgotten()
    {
        Count("a", times: 3);
        Count("b", times: 3);
        Count("c", times: 3);
        Assert.Equal(["a", "b"], _demand.Turn().Select(told => told.Key).Order(StringComparer.Ordinal));

        _demand.Turn();
        _demand.Turn();
        Count("c", times: 3);
        Assert.Equal([("c", 3)], _demand.Turn());
    }

    private double Count(string key, int times)
    {
        var part = 0.0;
        for (var i = 0; i < times; i++) part = _demand.Count(key, tellFrom: 3);
        return part;
    }
}
