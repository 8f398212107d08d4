using Broker.Actors.Ids.Proto;
using Broker.Actors.Persistence;

namespace Broker.Actors.Tests.Persistence;

public sealed class EventChainSpec
{
    private static readonly Generation First = new(1), Second = new(2);

    private readonly CurrentGeneration _generation = new(First);

    [Fact]
    public void Stamps_an_event_with_its_generation_and_the_one_before()
    {
        var chain = new EventChain(_generation);

        Assert.Equal((First, Generation.None), Places(chain.Next(new IdsReserved())));
        Assert.Equal((First, First), Places(chain.Next(new IdsReserved())));
        var next = NextChain(chain.Last, 2);
        Assert.Equal((Second, First), Places(next.Next(new IdsReserved())));
        Assert.Equal(Second, next.Last);
    }

    [Fact]
    public void Stamps_nothing_with_a_generation_that_it_has_not_recovered_in()
    {
        var chain = new EventChain(_generation);
        chain.Next(new IdsReserved());
        _generation.Begin(Second);

        Assert.Equal((First, First), Places(chain.Next(new IdsReserved())));
    }

    [Fact]
    public void Follows_what_it_stamped()
    {
        var writer = new EventChain(_generation);
        var stored = new List<StoredEvent> { writer.Next(new IdsReserved()) };
        writer = NextChain(writer.Last, 1);
        stored.Add(writer.Next(new IdsReserved()));
        stored.Add(writer.Next(new IdsReserved()));

        for (var trimmed = 0; trimmed < stored.Count; trimmed++)
        {
            var reader = new EventChain(_generation);
            for (var i = trimmed; i < stored.Count; i++) Assert.True(reader.Continue(stored[i], i + 1));
            Assert.Equal(Second, reader.Last);
        }
    }

    [Fact]
    public void Does_not_follow_a_missing_event()
    {
        var chain = new EventChain(_generation);

        Assert.True(chain.Continue(Event(First, Generation.None), 1));
        Assert.False(chain.Continue(Event(First, First), 3));
        Assert.True(chain.Continue(Event(First, First), 4));
    }

    [Fact]
    public void Does_not_follow_an_event_of_another_history()
    {
        var chain = new EventChain(_generation);

        Assert.True(chain.Continue(Event(First, Generation.None), 1));
        Assert.False(chain.Continue(Event(new Generation(9), Second), 2));
        Assert.Equal(new Generation(9), chain.Last);
    }

    [Fact]
    public void Continues_after_a_snapshot()
    {
        var writer = new EventChain(_generation);
        for (var i = 0; i < 5; i++) writer.Next(new IdsReserved());
        var chain = new EventChain(new CurrentGeneration(Second));

        chain.Restore(writer.Snapshot(new IdsReserved()), 5);

        Assert.Equal(First, chain.Last);
        Assert.False(chain.Continue(Event(First, First), 7));
        chain.Restore(writer.Snapshot(new IdsReserved()), 5);
        Assert.True(chain.Continue(Event(First, First), 6));
        Assert.Equal((Second, First), Places(chain.Next(new IdsReserved())));
    }

    [Theory]
    [InlineData("00000000000000ab", true)]
    [InlineData("0000000000000000", false)]
    [InlineData("00000000000000AB", false)]
    [InlineData("ab", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("zzzzzzzzzzzzzzzz", false)]
    public void Is_written_as_sixteen_hex_digits(string? text, bool isOne)
    {
        Assert.Equal(isOne, Generation.TryParse(text, out var generation));
        Assert.Equal(isOne ? new Generation(0xab) : Generation.None, generation);
        if (isOne) Assert.Equal(text, generation.ToString());
    }

    // That of an actor which has recovered in the second generation.
    private EventChain NextChain(Generation last, long sequenceNr)
    {
        _generation.Begin(Second);
        var chain = new EventChain(_generation);
        chain.Continue(Event(last, last), sequenceNr);
        return chain;
    }

    private static StoredEvent Event(Generation generation, Generation previous) =>
        new(new IdsReserved(), generation, previous);

    private static (Generation Generation, Generation Previous) Places(StoredEvent stored) =>
        (stored.Generation, stored.Previous);
}
