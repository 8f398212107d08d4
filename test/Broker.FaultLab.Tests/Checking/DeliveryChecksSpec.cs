using static Broker.FaultLab.Tests.Checking.Told;

namespace Broker.FaultLab.Tests.Checking;

public class DeliveryChecksSpec
{
    [Fact]
    public void All_heard_by_all_is_clean() => IsClean(Of(
        Published("a", "b", "c"), Heard("one", "a", "b", "c"), Heard("two", "a", "b", "c")));

    [Fact]
    public void An_acknowledged_content_that_is_not_kept_is_lost() => IsFound("lost", Of(
        Published("a", "b"), Heard("last", "a") with { IsFinal = true }));

    [Fact]
    public void A_content_that_nobody_acknowledged_may_be_lost() => IsClean(Of(
        [new Publish(Channel, "a", Unanswered(1, 2))], Heard("last") with { IsFinal = true }));

    [Fact]
    public void A_repeat_that_is_acknowledged_counts_though_the_first_attempt_was_not() => IsFound("lost", Of(
        [new Publish(Channel, "a", Unanswered(1, 2)), new Publish(Channel, "a", Ok(3, 4))],
        Heard("last") with { IsFinal = true }));

    [Fact]
    public void A_durable_channel_that_cannot_be_read_is_found() => IsFound(
        "not readable", Of(Published("a")) with { Sessions = [] });

    [Fact]
    public void What_a_channel_in_memory_does_not_keep_is_not_lost() => IsClean(
        Of(Published("a"), Heard("last") with { IsFinal = true }) with
        {
            Channels = [new ChannelKind(Channel, IsDurable: false, IsKept: true)],
        });

    [Fact]
    public void Who_hears_the_next_has_missed_the_one_before() =>
        IsFound("missed", Of(Published("a", "b", "c"), Heard("one", "a", "c")));

    [Fact]
    public void What_began_before_somebody_was_in_is_not_missed() =>
        IsClean(Of(Published("a", "b"), Heard("one", "b") with { Opened = At(1.2) }));

    [Fact]
    public void What_comes_last_may_still_be_on_its_way() =>
        IsClean(Of(Published("a", "b", "c"), Heard("one", "a", "b")));

    [Fact]
    public void The_death_of_a_node_excuses_what_only_memory_promised() =>
        IsClean(InMemory(Broken(FaultKind.Kill, 1, 2.5, 4)));

    [Fact]
    public void A_crash_of_the_database_excuses_nothing_that_is_in_memory() =>
        IsFound("missed", InMemory(Broken(FaultKind.RestartImmediate, 2.5, 4)));

    [Fact]
    public void A_planned_restart_excuses_nothing() =>
        IsFound("missed", InMemory(Broken(FaultKind.Restart, 1, 2.5, 4)));

    [Fact]
    public void A_standby_may_lack_what_was_acknowledged_in_the_last_second() => IsClean(
        Of(Published("a", "b"), Heard("last", "a") with { IsFinal = true }) with
        {
            Faults = [Broken(FaultKind.Failover, 3, 6)],
        });

    [Fact]
    public void A_standby_has_what_was_acknowledged_before() => IsFound("lost",
        Of(Published("a"), Heard("last") with { IsFinal = true }) with
        {
            Faults = [Broken(FaultKind.Failover, 3, 6)],
        });

    [Fact]
    public void A_crash_of_the_database_excuses_nothing_that_is_durable() => IsFound(
        "missed", Of(Published("a", "b", "c"), Heard("one", "a", "c")) with
        {
            Faults = [Broken(FaultKind.RestartImmediate, 2.5, 4)],
        });

    [Fact]
    public void The_same_content_twice_in_one_session_is_found() =>
        IsFound("doubled", Of(Published("a"), Heard("one", "a", "a")) with { Publishes = Published("a") });

    [Fact]
    public void A_content_that_nobody_published_is_found() =>
        IsFound("invented", Of(Published("a"), Heard("one", "a", "x")));

    private static History InMemory(Fault fault) =>
        Of(Published("a", "b", "c"), Heard("one", "a", "c")) with
        {
            Channels = [new ChannelKind(Channel, IsDurable: false, IsKept: true)],
            Faults = [fault],
        };
}
