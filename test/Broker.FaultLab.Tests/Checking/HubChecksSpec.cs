using static Broker.FaultLab.Tests.Checking.Told;

namespace Broker.FaultLab.Tests.Checking;

public class HubChecksSpec
{
    private static readonly Seat First = new(1, 0, From(0, 100)), Second = new(2, 1, From(0, 100));

    [Fact]
    public void Relays_in_order_are_clean() => IsClean(Relayed(1, 2, 3) with { RelaysHeard = Came(1, 2, 3) });

    [Fact]
    public void An_id_that_two_have_is_found() => IsFound(
        "id given twice", new History { Seats = [First, First with { Node = 2, Held = From(200, 300) }] });

    [Fact]
    public void A_relay_that_comes_late_is_found() =>
        IsFound("relay order", Relayed(1, 2, 3) with { RelaysHeard = Came(1, 3, 2) });

    [Fact]
    public void A_relay_that_comes_twice_is_found() =>
        IsFound("relay order", Relayed(1, 2) with { RelaysHeard = Came(1, 2, 2) });

    [Fact]
    public void A_relay_with_a_receipt_that_does_not_come_is_missed() =>
        IsFound("missed", Relayed(1, 2, 3) with { RelaysHeard = Came(1, 3) });

    [Fact]
    public void A_relay_for_somebody_else_is_astray() => IsFound("relay astray", Relayed(1) with
    {
        RelaysHeard = [new RelayHeard(3, 1, 1, At(5))],
    });

    [Fact]
    public void Who_left_long_ago_is_a_ghost_in_a_list() => IsFound("ghost", Listed(30, 1, 2) with
    {
        Seats = [First, Second with { Held = From(0, 15) }],
    });

    [Fact]
    public void Who_has_just_left_may_be_in_a_list() => IsClean(Listed(24, 1, 2) with
    {
        Seats = [First, Second with { Held = From(0, 15) }],
    });

    [Theory]
    [InlineData(31, true)]
    [InlineData(42, false)]
    public void Who_left_a_frozen_node_may_be_in_a_list_when_it_goes_on(double second, bool isClean)
    {
        var history = Listed(second, 1, 2) with
        {
            Seats = [First, Second with { Held = From(0, 16) }],
            Faults = [Broken(FaultKind.Freeze, 1, 15, 30)],
        };

        if (isClean) IsClean(history);
        else IsFound("ghost", history);
    }

    [Fact]
    public void Who_is_there_and_not_in_a_list_is_found() => IsFound("not listed", Listed(30));

    [Fact]
    public void A_fault_excuses_a_list() => IsClean(Listed(30) with
    {
        Faults = [Broken(FaultKind.Outage, 20, 25)],
    });

    private static History Relayed(params long[] numbers) => new()
    {
        Seats = [First, Second],
        Relays = [.. numbers.Select(number => new Relay(1, 2, number, Ok(number, number + 1)))],
    };

    private static RelayHeard[] Came(params long[] numbers) =>
        [.. numbers.Select(number => new RelayHeard(2, 1, number, At(10)))];

    private static History Listed(double second, params ulong[] ids) => new()
    {
        Seats = [First, Second],
        HubLists = [new HubListed(1, 0, From(second, second + 1), ids)],
    };
}
