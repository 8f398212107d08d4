using static Broker.FaultLab.Tests.Checking.Told;

namespace Broker.FaultLab.Tests.Checking;

public class OffsetChecksSpec
{
    [Fact]
    public void Rising_offsets_are_clean() => IsClean(Of(
        Published("a", "b", "c"), HeardAt("one", (1, "a"), (2, "b"), (3, "c")),
        HeardAt("two", (2, "b"), (3, "c"))));

    [Fact]
    public void One_offset_with_two_contents_is_found() => IsFound("two contents", Of(
        Published("a", "b"), HeardAt("one", (1, "a")), HeardAt("two", (1, "b"))));

    [Fact]
    public void A_receipt_counts_too() => IsFound("two contents", Of(
        [new Publish(Channel, "a", Ok(1, 2), "e", 1), new Publish(Channel, "b", Ok(1, 2))],
        HeardAt("one", (1, "b"))));

    [Fact]
    public void One_content_at_two_offsets_is_found() => IsFound("two places", Of(
        Published("a", "b"), HeardAt("one", (1, "a"), (2, "b")), HeardAt("two", (3, "a"))));

    [Fact]
    public void A_repeat_in_the_next_epoch_of_a_channel_in_memory_is_clean() =>
        IsClean(InMemory([Unanswered(1, 2), Ok(3, 4)], "e", "f"));

    [Fact]
    public void A_repeat_in_the_same_epoch_of_a_channel_in_memory_is_found() => Assert.Contains(
        Checker.Find(InMemory([Unanswered(1, 2), Ok(3, 4)], "e", "e")),
        violation => violation.Kind == "two places");

    [Fact]
    public void A_repeat_that_no_client_made_is_found() => Assert.Contains(
        Checker.Find(InMemory([Ok(3, 4)], "e", "f")),
        violation => violation.Kind == "two places");

    [Fact]
    public void A_repeat_in_the_next_epoch_of_a_stored_channel_is_found() => Assert.Contains(
        Checker.Find(InMemory([Unanswered(1, 2), Ok(3, 4)], "e", "f") with
        {
            Channels = [new ChannelKind(Channel, IsDurable: true, IsKept: true)],
        }),
        violation => violation.Kind == "two places");

    [Fact]
    public void An_offset_that_goes_back_is_found() => Assert.Contains(
        Checker.Find(Of(Published("a", "b"), HeardAt("one", (2, "b"), (1, "a")))),
        violation => violation.Kind == "offset does not rise");

    [Fact]
    public void A_hole_that_somebody_else_has_filled_is_found() => IsFound("gap not told", Of(
        Published("a", "b", "c"), HeardAt("one", (1, "a"), (3, "c")), HeardAt("two", (2, "b"))));

    [Fact]
    public void A_hole_that_is_told_is_clean() => IsClean(Of(
        Published("a", "b", "c"), HeardAt("two", (2, "b")),
        Session("one", new(At(1), "a", "e", 1), new(At(2), "", IsGap: true), new(At(3), "c", "e", 3))));

    [Fact]
    public void A_session_that_resumes_continues_at_the_place_of_the_last() => IsFound("gap not told", Of(
        Published("a", "b", "c"), HeardAt("two", (2, "b")),
        HeardAt("one", (1, "a")), HeardAt("one", (3, "c")) with { IsResumed = true }));

    [Fact]
    public void A_session_that_begins_anew_may_begin_anywhere() => IsClean(Of(
        Published("a", "b", "c"), HeardAt("two", (2, "b")),
        HeardAt("one", (1, "a")), HeardAt("one", (3, "c"))));

    [Fact]
    public void Another_epoch_that_is_not_told_is_found() => IsFound("new epoch not told", Of(
        Published("a", "b"), Session("one", new(At(1), "a", "e", 1), new Heard(At(2), "b", "f", 3))));

    [Fact]
    public void A_new_epoch_whose_beginning_was_missed_is_found() => IsFound("new epoch not told", Of(
        Published("a", "b", "c"),
        Session("one", new(At(1), "a", "e", 1), new Heard(At(2), "c", "f", 2)),
        Session("two", new Heard(At(2), "b", "f", 1))));

    [Fact]
    public void An_epoch_in_which_offsets_go_on_needs_no_word() => IsClean(Of(
        Published("a", "b"), Session("one", new(At(1), "a", "e", 1), new Heard(At(2), "b", "f", 2))));

    [Fact]
    public void Two_homes_of_one_channel_do_not_acknowledge_at_the_same_time() => IsFound("two homes",
        Of(
        [
            Receipt("a", "e", 1, 1), Receipt("b", "f", 2, 3),
            Receipt("c", "e", 2, 5), Receipt("d", "f", 3, 7),
        ]));

    [Fact]
    public void One_home_may_follow_another() => IsClean(
        Of([Receipt("a", "e", 1, 1), Receipt("c", "e", 2, 3), Receipt("b", "f", 3, 5)]));

    [Fact]
    public void A_repeat_is_told_the_place_in_the_old_epoch() => IsClean(Of(
        [new Publish(Channel, "a", Unanswered(1, 2)), Receipt("b", "f", 2, 3), Receipt("a", "e", 1, 5)]));

    private static Publish Receipt(string content, string epoch, long offset, double begin) =>
        new(Channel, content, Ok(begin, begin + 1), epoch, offset);

    // One content, heard at the first offset of each epoch, and of the second at the second.
    private static History InMemory(IEnumerable<Answer> answers, params string[] epochs) =>
        Of(
            answers.Select(answer => new Publish(Channel, "a", answer)),
            Session("one", new Heard(At(3), "a", epochs[0], 1), new Heard(At(4), "", IsGap: true),
                new Heard(At(5), "a", epochs[1], epochs[0] == epochs[1] ? 2 : 1))) with
        {
            Channels = [new ChannelKind(Channel, IsDurable: false, IsKept: true)],
        };
}
