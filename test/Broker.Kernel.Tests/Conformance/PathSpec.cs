namespace Broker.KernelTests.Conformance;

public class PathSpec : TestKit
{
    [Fact]
    public void A_path_reads_from_the_system_down()
    {
        var actor = Sys.ActorOf(Echo.Props, "echo");
        Assert.Equal($"akka://{Sys.Name}/user/echo", actor.Path.ToString());
        Assert.Equal("/user/echo", actor.Path.ToStringWithoutAddress());
        Assert.Equal("echo", actor.Path.Name);
    }

    [Fact]
    public void A_path_knows_its_parent_and_its_root()
    {
        var actor = Sys.ActorOf(Echo.Props, "echo");
        Assert.Equal("user", actor.Path.Parent.Name);
        Assert.Equal("/", actor.Path.Root.ToStringWithoutAddress());
        Assert.Equal($"akka://{Sys.Name}", actor.Path.Address.ToString());
    }

    [Fact]
    public void A_slash_goes_down()
    {
        var actor = Sys.ActorOf(Echo.Props, "echo");
        Assert.Equal("/user/echo/child", (actor.Path / "child").ToStringWithoutAddress());
        Assert.Equal("/user/echo/a/b", (actor.Path / new[] { "a", "b" }).ToStringWithoutAddress());
    }

    [Fact]
    public void Elements_are_the_names_below_the_root() =>
        Assert.Equal(["user", "echo"], Sys.ActorOf(Echo.Props, "echo").Path.Elements);

    [Fact]
    public void Equal_paths_are_equal_whatever_the_uid()
    {
        var path = Sys.ActorOf(Echo.Props, "echo").Path;
        Assert.Equal(path, path.Root / "user" / "echo");
        Assert.Equal(path.GetHashCode(), (path.Root / "user" / "echo").GetHashCode());
        Assert.NotEqual(path, path.Parent / "other");
        Assert.NotEqual(0, path.Uid);
        Assert.Equal(0, (path.Parent / "echo").Uid);
    }

    [Fact]
    public void A_path_can_be_read_back()
    {
        var path = Sys.ActorOf(Echo.Props, "echo").Path;
        Assert.Equal(path, ActorPath.Parse(path.ToString()));
        Assert.True(ActorPath.TryParse("akka.tcp://other@host:1234/user/a", out var remote));
        Assert.Equal("akka.tcp://other@host:1234/user/a", remote.ToString());
        Assert.False(ActorPath.TryParse("no path", out _));
    }

    [Fact]
    public void Refs_order_by_path()
    {
        var (a, b) = (Sys.ActorOf(Echo.Props, "a"), Sys.ActorOf(Echo.Props, "b"));
        Assert.True(a.CompareTo(b) < 0);
        Assert.True(b.CompareTo(a) > 0);
        Assert.Equal(0, a.CompareTo(a));
    }

    [Fact]
    public void A_ref_reads_as_path_and_uid()
    {
        var actor = Sys.ActorOf(Echo.Props, "echo");
        Assert.Equal($"[akka://{Sys.Name}/user/echo#{actor.Path.Uid}]", actor.ToString());
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("%20", true)]
    [InlineData("", false)]
    [InlineData("$a", false)]
    [InlineData("a/b", false)]
    [InlineData("%2", false)]
    public void A_legal_name_can_be_told_from_an_illegal_one(string name, bool isLegal) =>
        Assert.Equal(isLegal, ActorPath.IsValidPathElement(name));
}
