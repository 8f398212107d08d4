using static Broker.FaultLab.Tests.Checking.Told;

namespace Broker.FaultLab.Tests.Checking;

public class CountChecksSpec
{
    private static readonly Membership Steady = new(Channel, 0, From(0, 100), From(1, 100));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Who_has_just_left_may_count(int count) =>
        IsClean(Counts(new(Channel, 0, From(28, 29), count, false)));

    [Fact]
    public void More_than_there_can_be_is_a_ghost() =>
        IsFound("ghost", Counts(new(Channel, 0, From(28, 29), 3, false)));

    [Fact]
    public void Who_left_more_than_ten_seconds_ago_is_a_ghost() =>
        IsFound("ghost", Counts(new(Channel, 0, From(31, 32), 2, false)));

    [Fact]
    public void The_death_of_another_node_is_no_excuse_for_a_ghost() => IsFound(
        "ghost", Counts(new(Channel, 0, From(31, 32), 2, false)) with
        {
            Faults = [Broken(FaultKind.Kill, 1, 20, 33)],
        });

    [Fact]
    public void Who_left_a_frozen_node_may_count_when_it_goes_on() => IsClean(
        Counts(new(Channel, 0, From(31, 32), 2, false)) with
        {
            Faults = [Broken(FaultKind.Freeze, 1, 19, 30)],
        });

    [Fact]
    public void A_node_without_its_database_cannot_know_better() => IsClean(
        Counts(new(Channel, 0, From(31, 32), 2, false)) with
        {
            Faults = [Broken(FaultKind.DatabaseSilent, 0, 20, 33)],
        });

    [Fact]
    public void Who_is_surely_in_counts() =>
        IsFound("not counted", Counts(new(Channel, 0, From(28, 29), 0, false)));

    [Fact]
    public void A_channel_that_nobody_is_in_is_not_listed() =>
        IsFound("ghost", Counts(new(Channel, 0, From(128, 129), 1, IsList: true)));

    [Fact]
    public void A_channel_that_somebody_is_in_is_listed() =>
        IsFound("not counted", Counts(new(Channel, 0, From(28, 29), 0, IsList: true)));

    private static History Counts(Counted counted) => new()
    {
        Memberships = [Steady, new Membership(Channel, 1, From(10, 20), From(11, 20))],
        Counts = [counted],
    };
}
