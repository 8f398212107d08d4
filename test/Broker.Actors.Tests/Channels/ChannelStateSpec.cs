using Broker.Actors.Channels;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Tests.Channels.HomeOfNews;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

public class ChannelStateSpec
{
    private readonly HomeOfNews _home = new();

    [Fact]
    public void Sends_each_attached_node_one_batch_with_the_results_of_its_own_publishers()
    {
        _home.Attach(Alice, 10, subscribers: 2);
        _home.Attach(Bob, 20);
        _home.Sent.Clear();

        _home.State.Accept(Batch(Alice, AlicesFirst, 1, "a", "b"), _home.Now);
        _home.State.Accept(Batch(Bob, Bobs, 1, "c"), _home.Now);
        _home.Flush();

        var toAlice = Assert.IsType<Batch>(Assert.Single(_home.To(Alice)));
        var toBob = Assert.IsType<Batch>(Assert.Single(_home.To(Bob)));
        Assert.Equal((10, "epoch", 1), (toAlice.AttachId, toAlice.Epoch, toAlice.FirstOffset));
        Assert.Equal(["a", "b", "c"], toAlice.Contents.Select(content => content.Text()));
        Assert.Same(toAlice.Contents, toBob.Contents);
        Assert.Equal(
            PublishResult.Accepted(2, "epoch", receivers: 3, Durability.Memory),
            Assert.Single(toAlice.Results).Of(1));
        Assert.Equal(3, Assert.Single(toBob.Results).Of(0).Offset);
    }

    [Fact]
    public void Answers_a_publisher_on_a_node_without_subscribers_with_results_alone()
    {
        _home.Publish(Batch(Bob, Bobs, 1, "a"));

        var results = Assert.IsType<PublishResults>(Assert.Single(_home.To(Bob)));
        Assert.Equal(PublishResult.Accepted(1, "epoch", receivers: 0, Durability.Memory), results.Of(0));
    }

    [Fact]
    public void Answers_a_doubled_batch_as_the_first_and_sends_it_once()
    {
        _home.Attach(Bob, 20);
        _home.Publish(Batch(Alice, AlicesFirst, 1, "a"));
        var first = Assert.Single(_home.To(Alice));
        _home.Sent.Clear();

        _home.Publish(Batch(Alice, AlicesFirst, 1, "a") with { IsRepeat = true });

        Assert.Same(first, Assert.Single(_home.To(Alice)));
        Assert.Empty(_home.To(Bob));
    }

    [Fact]
    public void Treats_a_batch_that_is_being_stored_as_seen()
    {
        _home.State.Accept(Batch(Alice, AlicesFirst, 1, "a"), _home.Now);
        var storing = _home.State.TakeStaged("epoch");
        _home.State.Accept(Batch(Alice, AlicesFirst, 1, "a") with { IsRepeat = true }, _home.Now);

        Assert.False(_home.State.HasStaged);
        Assert.Empty(_home.Sent);
        _home.State.Commit(storing, _home.Now);
        Assert.Single(_home.To(Alice));
        Assert.Equal(1, _home.State.Offset);
    }

    [Fact]
    public void Takes_the_numbers_of_a_publisher_that_has_started_again_as_new_ones()
    {
        _home.Publish(Batch(Alice, AlicesFirst, 1, "a"));
        _home.Publish(Batch(Alice, AlicesSecond, 1, "b"));

        Assert.Equal(2, _home.State.Offset);
    }

    [Fact]
    public void Ignores_a_batch_that_is_older_than_the_last()
    {
        _home.Publish(Batch(Alice, AlicesFirst, 2, "b"));
        _home.Sent.Clear();
        _home.Publish(Batch(Alice, AlicesFirst, 1, "a") with { IsRepeat = true });

        Assert.Empty(_home.Sent);
        Assert.Equal(1, _home.State.Offset);
    }

    [Fact]
    public void Forgets_a_publisher_that_was_silent_for_ten_minutes()
    {
        _home.Publish(Batch(Alice, AlicesFirst, 1, "a"));
        _home.Now += TimeSpan.FromMinutes(10);
        _home.Publish(Batch(Bob, Bobs, 1, "b"));

        Assert.Equal(Bobs, Assert.Single(_home.State.KnownPublishers).Incarnation);
    }

    [Theory]
    [InlineData("another", true, RejectReason.UnknownFate)]
    [InlineData("another", false, null)]
    [InlineData("epoch", true, null)]
    [InlineData(null, true, null)]
    public void Refuses_a_repeat_of_another_epoch_because_no_one_knows_its_fate(
        string? epoch, bool isRepeat, RejectReason? reason)
    {
        _home.Publish(Batch(Alice, AlicesFirst, 1, "a") with { Epoch = epoch, IsRepeat = isRepeat });

        var results = Assert.IsType<PublishResults>(Assert.Single(_home.To(Alice)));
        Assert.Equal((reason, "epoch"), (results.Of(0).Reason, results.Epoch));
        Assert.Equal(reason is null ? 1 : 0, _home.State.Offset);
    }

    [Fact]
    public void Gives_every_copy_of_a_rejected_batch_the_same_answer()
    {
        var batch = Batch(Alice, AlicesFirst, 1, "a");
        _home.State.Reject(batch, RejectReason.Busy, _home.Now);
        _home.Publish(batch with { IsRepeat = true });

        var said = _home.To(Alice);
        Assert.Equal(2, said.Length);
        Assert.Same(said[0], said[1]);
        Assert.Equal(RejectReason.Busy, ((PublishResults)said[0]).Of(0).Reason);
    }

    [Fact]
    public void Answers_a_repeated_key_as_the_first_publication_with_it()
    {
        _home.Attach(Bob, 20);
        PublishBatch Keyed(long number, params Submission[] submissions) =>
            Batch(Alice, AlicesFirst, number) with { Publications = submissions };
        _home.Publish(Keyed(1, Of("a", "key"), Of("b")));
        _home.Publish(Keyed(2, Of("c"), Of("a", "key"), Of("d", "other"), Of("d", "other")));

        var results = Assert.IsType<PublishResults>(_home.To(Alice)[^1]);
        Assert.Equal([3, 1, 4, 4], Enumerable.Range(0, 4).Select(i => results.Of(i).Offset));
        var sent = _home.To(Bob).OfType<Batch>().SelectMany(batch => batch.Contents).Select(c => c.Text());
        Assert.Equal(["a", "b", "c", "d"], sent);
    }

    [Fact]
    public void A_batch_of_repeats_only_has_results_and_no_contents()
    {
        _home.Attach(Alice, 10);
        var keyed = Batch(Alice, AlicesFirst, 1) with { Publications = [Of("a", "key")] };
        _home.Publish(keyed);
        _home.Sent.Clear();
        _home.Publish(keyed with { Number = 2 });

        var results = Assert.IsType<PublishResults>(Assert.Single(_home.To(Alice)));
        Assert.Equal(1, results.Of(0).Offset);
        Assert.Equal(1, _home.State.Offset);
    }

    [Fact]
    public void Forgets_a_key_when_its_window_has_passed()
    {
        var keyed = Batch(Alice, AlicesFirst, 1) with { Publications = [Of("a", "key")] };
        _home.Publish(keyed);
        Assert.Equal(_home.Now + TimeSpan.FromMinutes(5), _home.State.NextDue);

        _home.State.Tend(_home.Now += TimeSpan.FromMinutes(5));
        _home.Publish(keyed with { Number = 2 });
        Assert.Equal(2, _home.State.Offset);
    }

    [Theory]
    [InlineData("batch-publications-max = 2", new[] { "a", "b" }, "c", false)]
    [InlineData("batch-publications-max = 3", new[] { "a", "b" }, "c", true)]
    [InlineData("batch-bytes-max = 3", new[] { "a", "b" }, "cc", false)]
    [InlineData("batch-bytes-max = 4", new[] { "a", "b" }, "cc", true)]
    public void Stages_at_most_what_goes_out_in_one_piece(
        string settings, string[] staged, string next, bool fits)
    {
        var home = new HomeOfNews(settings);
        Assert.True(home.State.HasRoomFor(Batch(Alice, AlicesFirst, 1, new string('x', 100))));
        home.State.Accept(Batch(Alice, AlicesFirst, 1, staged), home.Now);

        Assert.Equal(fits, home.State.HasRoomFor(Batch(Bob, Bobs, 1, next)));
    }

    [Fact]
    public void Is_idle_while_no_node_is_attached_and_nothing_is_under_way()
    {
        Assert.True(_home.State.IsIdle);
        _home.Attach(Bob, 20);
        Assert.False(_home.State.IsIdle);
        _home.State.Detach(20);
        Assert.True(_home.State.IsIdle);

        _home.State.Accept(Batch(Alice, AlicesFirst, 1, "a"), _home.Now);
        Assert.False(_home.State.IsIdle);
        var storing = _home.State.TakeStaged("epoch");
        Assert.False(_home.State.IsIdle);
        _home.State.Commit(storing, _home.Now);
        Assert.True(_home.State.IsIdle);
    }
}
