using Broker.Actors.Journal;

namespace Broker.Journal.Tests;

public class StreamNameSpec
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("offer.17", true)]
    [InlineData("channel.grüße ✓", true)]
    [InlineData("", false)]
    [InlineData("a\0", false)]
    [InlineData(null, false)]
    public void Is_any_text_that_survives_being_written(string? text, bool isValid) =>
        Assert.Equal(isValid, StreamName.TryParse(text, out _));

    // As data of a theory it would arrive as another text.
    [Fact]
    public void Is_not_half_of_a_character() => Assert.False(StreamName.TryParse("a\ud800", out _));

    [Fact]
    public void Has_at_most_255_bytes()
    {
        Assert.True(StreamName.TryParse(new string('a', 255), out _));
        Assert.False(StreamName.TryParse(new string('a', 256), out _));
        Assert.False(StreamName.TryParse(new string('ä', 128), out _));
    }
}
