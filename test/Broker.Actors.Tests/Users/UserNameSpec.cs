using Broker.Actors.Users;

namespace Broker.Actors.Tests.Users;

public class UserNameSpec
{
    [Theory]
    [InlineData("test-user")]
    [InlineData("Zoë 🎉")]
    [InlineData("../$user.x%")]
    [InlineData(" ")]
    public void A_name_is_part_of_the_name_of_a_private_channel(string text)
    {
        Assert.True(UserName.TryParse(text, out var name));

        Assert.Equal((text, $"$user.{text}"), (name.Value, name.Inbox.Value));
        Assert.True(name.Inbox.IsReserved);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("a\0")]
    [InlineData("\u0085")]
    [InlineData("\uFFFD")]
    public void What_is_empty_or_not_text_is_no_name(string? text) =>
        Assert.False(UserName.TryParse(text, out _));

    [Fact]
    public void Half_of_a_surrogate_pair_is_no_name() =>
        Assert.False(UserName.TryParse("a" + (char)0xD800, out _));

    [Fact]
    public void A_name_is_as_long_as_a_channel_name_leaves_room_for()
    {
        Assert.Equal(249, UserName.BytesMax);
        Assert.True(UserName.TryParse(new string('a', 249), out _));
        Assert.False(UserName.TryParse(new string('a', 250), out _));
        Assert.True(UserName.TryParse(new string('é', 124), out _));
        Assert.False(UserName.TryParse(new string('é', 125), out _));
    }

    [Fact]
    public void Names_that_differ_have_inboxes_that_differ()
    {
        Assert.True(UserName.TryParse("alice", out var lower));
        Assert.True(UserName.TryParse("Alice", out var upper));

        Assert.NotEqual(lower.Inbox, upper.Inbox);
    }
}
