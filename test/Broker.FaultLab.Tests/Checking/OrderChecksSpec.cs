using static Broker.FaultLab.Tests.Checking.Told;

namespace Broker.FaultLab.Tests.Checking;

public class OrderChecksSpec
{
    [Fact]
    public void Two_orders_of_what_was_published_at_once_are_found() => IsFound("no one order", Of(
        AtOnce("a", "b"), Heard("one", "a", "b"), Heard("two", "b", "a")));

    [Fact]
    public void A_circle_that_no_two_sessions_show_is_found() => IsFound("no one order", Of(
        AtOnce("a", "b", "c"), Heard("one", "a", "b"), Heard("two", "b", "c"), Heard("three", "c", "a")));

    [Fact]
    public void Parts_of_one_order_are_clean() => IsClean(Of(
        AtOnce("a", "b", "c"), Heard("one", "a", "c"), Heard("two", "a", "b"), Heard("three", "b", "c")));

    [Fact]
    public void Who_was_acknowledged_before_another_began_comes_before_it() => IsFound("overtaken", Of(
        Published("a", "b"), Heard("last", "b", "a") with { IsFinal = true }));

    private static Publish[] AtOnce(params string[] contents) =>
        [.. contents.Select(content => new Publish(Channel, content, Ok(1, 60)))];
}
