using Broker.Actors.Persistence;

namespace Broker.Actors.Tests.Persistence;

public sealed class PersistenceIdsSpec
{
    [Theory]
    [InlineData("news", "c:news")]
    [InlineData("", "c:")]
    [InlineData("\u00e4:#", "c:\u00e4:#")]
    public void Is_the_kind_and_the_name(string name, string id) =>
        Assert.Equal(id, PersistenceIds.Of('c', name));

    [Fact]
    public void Is_the_hash_of_a_name_that_is_too_long()
    {
        Assert.Equal("c:" + new string('a', 200), PersistenceIds.Of('c', new string('a', 200)));
        Assert.Matches("^c#[0-9a-f]{64}$", PersistenceIds.Of('c', new string('a', 201)));
        Assert.Matches("^c#[0-9a-f]{64}$", PersistenceIds.Of('c', new string('\u00e4', 101)));
        Assert.NotEqual(
            PersistenceIds.Of('c', new string('a', 201)), PersistenceIds.Of('c', new string('a', 202)));
    }

    [Fact]
    public void Is_the_hash_of_a_name_that_PostgreSQL_cannot_hold() =>
        Assert.Matches("^a#[0-9a-f]{64}$", PersistenceIds.Of('a', "nul\0"));
}
