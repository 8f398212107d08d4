using Broker.Gateway.Hosting;

namespace Broker.Gateway.Tests.Hosting;

public class ConnectionChangeSpec
{
    [Theory]
    [InlineData("a storm that stands still", new[] { 0, 4000, 10_000, 10_000 }, new[] { 3 })]
    [InlineData("those who came and went", new[] { 1000, 1000, 0, 0 }, new[] { 1, 3 })]
    [InlineData("a storm that goes on", new[] { 500, 1000, 1500, 2000 }, new int[0])]
    [InlineData("a trickle under the threshold", new[] { 300, 300, 600, 600, 900 }, new int[0])]
    [InlineData("a trickle that adds up", new[] { 300, 600, 900, 1000, 1020 }, new[] { 4 })]
    [InlineData("the same number once more", new[] { 2000, 2000, 2000, 2000 }, new[] { 1 })]
    public void Is_over_when_the_number_has_changed_much_and_stands_still(
        string what, int[] counts, int[] over)
    {
        var change = new ConnectionChange(connectionsMin: 1000);

        Assert.True(over.SequenceEqual(
            Enumerable.Range(0, counts.Length).Where(i => change.IsOver(counts[i]))), what);
    }

    [Fact]
    public void Is_never_over_where_it_is_switched_off()
    {
        var change = new ConnectionChange(connectionsMin: 0);

        Assert.DoesNotContain(true, new[] { 0, 5000, 5000, 0, 0 }.Select(change.IsOver));
    }
}
