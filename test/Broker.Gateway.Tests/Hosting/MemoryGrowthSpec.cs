using Broker.Gateway.Hosting;

namespace Broker.Gateway.Tests.Hosting;

public class MemoryGrowthSpec
{
    // Of each look: the size of the process, and what it has allocated since the last one.
    [Theory]
    [InlineData("a flood that is over", "100+0 300+900 300+900 300+1", "3")]
    [InlineData("a flood that goes on", "100+0 300+900 300+900 300+900", "")]
    [InlineData("growth under the threshold", "100+0 150+1 160+1 163+1", "")]
    [InlineData("growth that adds up", "100+0 130+1 150+1 170+1", "3")]
    [InlineData("light work beside it", "100+0 300+900 300+32", "2")]
    [InlineData("what is returned unasked", "300+0 100+1 163+1 164+1", "3")]
    [InlineData("what stays in use", "100+0 300+1 300+1 300+1 364+1", "1 4")]
    public void Is_over_when_the_process_is_larger_and_allocates_little(
        string what, string looks, string over)
    {
        var growth = new MemoryGrowth(bytesMin: 64);
        var (allocated, found) = (0L, new List<int>());
        foreach (var (i, look) in looks.Split(' ').Index())
        {
            var figures = look.Split('+').Select(long.Parse).ToArray();
            allocated += figures[1];
            if (!growth.IsOver(figures[0], allocated)) continue;
            found.Add(i);
            growth.Settle(figures[0]);
        }

        Assert.True(over == string.Join(' ', found), what);
    }

    [Fact]
    public void Is_never_over_where_it_is_switched_off()
    {
        var growth = new MemoryGrowth(bytesMin: 0);

        Assert.False(growth.IsOver(0, 0));
        Assert.False(growth.IsOver(long.MaxValue, 0));
    }
}
