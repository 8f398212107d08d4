using Broker.Actors;
using Broker.Gateway.Users;

namespace Broker.Gateway.Tests.Users;

public class UserQuerySpec
{
    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("format=text&other=1")]
    public void Without_fields_nothing_is_asked_for(string query) => Assert.Equal(
        new UserQuery(Token: null, Username: null, Since: null, IsJson: false, IsValid: true),
        UserQuery.Parse(query));

    [Theory]
    [InlineData("?authorization=a.b.c")]
    [InlineData("authorization=Bearer%20a.b.c")]
    [InlineData("since=1&authorization=bearer+a.b.c&authorization=second")]
    public void The_token_comes_with_or_without_its_scheme(string query) =>
        Assert.Equal("a.b.c", UserQuery.Parse(query).Token);

    [Theory]
    [InlineData("since=0", 0)]
    [InlineData("since=007", 7)]
    [InlineData("since=9223372036854775807", long.MaxValue)]
    public void Since_is_an_offset(string query, long offset) =>
        Assert.Equal(new StreamPosition(offset, Epoch: null), UserQuery.Parse(query).Since);

    [Fact]
    public void An_epoch_belongs_to_an_offset()
    {
        Assert.Equal(new StreamPosition(3, "ab"), UserQuery.Parse("since=3&epoch=ab").Since);
        Assert.Null(UserQuery.Parse("epoch=ab").Since);
    }

    [Theory]
    [InlineData("since=")]
    [InlineData("since=-1")]
    [InlineData("since=+1")]
    [InlineData("since=1.5")]
    [InlineData("since=1e3")]
    [InlineData("since=0x1")]
    [InlineData("since=%201")]
    [InlineData("since=9223372036854775808")]
    [InlineData("since=last")]
    [InlineData("format=")]
    [InlineData("format=xml")]
    [InlineData("format=JSON")]
    [InlineData("username=%ff")]
    public void What_is_no_value_of_a_field_is_not_valid(string query) =>
        Assert.False(UserQuery.Parse(query).IsValid);

    [Fact]
    public void Structured_events_are_asked_for_by_name()
    {
        Assert.True(UserQuery.Parse("format=json") is { IsJson: true, IsValid: true });
        Assert.Equal("Zoë", UserQuery.Parse("username=Zo%C3%AB").Username);
    }
}
