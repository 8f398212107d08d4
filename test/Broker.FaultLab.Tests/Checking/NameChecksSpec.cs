using static Broker.FaultLab.Tests.Checking.Told;

namespace Broker.FaultLab.Tests.Checking;

public class NameChecksSpec
{
    [Fact]
    public void Two_who_have_a_name_at_once_are_found() =>
        IsFound("two winners", Holders(From(1, 10), From(5, 8)));

    [Fact]
    public void One_after_the_other_is_clean() => IsClean(Holders(From(1, 4), From(5, 8)));

    [Fact]
    public void A_frozen_node_cannot_know_that_it_lost_a_name() => IsClean(
        Holders(From(1, 19), From(15, 25)) with { Faults = [Broken(FaultKind.Freeze, 0, 3, 18)] });

    [Fact]
    public void A_node_that_is_back_must_know_it_soon() => IsFound("two winners",
        Holders(From(1, 60), From(15, 61)) with { Faults = [Broken(FaultKind.Freeze, 0, 3, 18)] });

    [Fact]
    public void A_node_of_an_earlier_version_may_not_know_of_the_others_names() => IsClean(
        Holders(From(1, 60), From(15, 61)) with { Faults = [Broken(FaultKind.EarlierVersion, 0, 0, 50)] });

    [Fact]
    public void A_fault_of_another_node_is_no_excuse() => IsFound("two winners",
        Holders(From(1, 19), From(15, 25)) with { Faults = [Broken(FaultKind.Freeze, 2, 3, 18)] });

    private static History Holders(Interval first, Interval second) => new()
    {
        Names = [new NameHeld("n", "one", 0, first), new NameHeld("n", "two", 1, second)],
    };
}
