using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Tests.Channels.HomeOfNews;

namespace Broker.Actors.Tests.Channels;

/// <summary>A batch that comes twice is accepted once, and each copy has the same answer.</summary>
public class RepeatedBatchSpec
{
    private readonly HomeOfNews _home = new();
    private readonly PublishBatch _batch = Batch(Alice, AlicesFirst, 1, "a");

    [Fact]
    public void A_copy_is_answered_as_the_first_also_where_its_publisher_knows_another_epoch()
    {
        _home.Publish(_batch with { Epoch = "before" });
        var first = Assert.Single(_home.To(Alice));
        _home.Publish(_batch with { Epoch = "before", IsRepeat = true });

        Assert.Same(first, Assert.Single(_home.To(Alice)));
        Assert.True(((PublishResults)first).Of(0).IsAccepted);
    }

    [Fact]
    public void A_copy_of_another_epoch_that_comes_while_the_first_is_staged_is_not_answered_before_it()
    {
        _home.State.Accept(_batch with { Epoch = "before" }, _home.Now);
        _home.State.Accept(_batch with { Epoch = "before", IsRepeat = true }, _home.Now);
        Assert.Empty(_home.Sent);

        _home.Flush();
        Assert.True(Assert.IsType<PublishResults>(Assert.Single(_home.To(Alice))).Of(0).IsAccepted);
    }

    [Fact]
    public void A_copy_that_comes_while_too_much_is_under_way_is_answered_as_the_first()
    {
        _home.Publish(_batch);
        var first = Assert.Single(_home.To(Alice));
        _home.State.Reject(_batch with { IsRepeat = true }, RejectReason.Busy, _home.Now);

        Assert.Same(first, Assert.Single(_home.To(Alice)));
    }

    [Fact]
    public void A_copy_that_cannot_be_taken_is_not_refused_while_the_first_is_being_stored()
    {
        _home.State.Accept(_batch, _home.Now);
        var storing = _home.State.TakeStaged("epoch");
        _home.State.Reject(_batch with { IsRepeat = true }, RejectReason.Busy, _home.Now);
        Assert.Empty(_home.Sent);

        _home.State.Commit(storing, _home.Now);
        Assert.True(Assert.IsType<PublishResults>(Assert.Single(_home.To(Alice))).Of(0).IsAccepted);
    }

    [Fact]
    public void A_late_copy_of_a_publisher_that_has_started_again_is_accepted_once()
    {
        _home.Attach(Bob, 20);
        _home.Publish(_batch);
        _home.Publish(Batch(Alice, AlicesSecond, 1, "b"));
        _home.Publish(_batch with { IsRepeat = true });

        Assert.Equal(2, _home.State.Offset);
        Assert.Equal(2, _home.To(Bob).OfType<Batch>().Count());
    }

    [Fact]
    public void The_results_of_a_batch_that_was_given_up_do_not_stand_for_its_successor()
    {
        _home.Attach(Alice, 10);
        _home.State.Accept(_batch, _home.Now);
        var storing = _home.State.TakeStaged("epoch");
        var next = Batch(Alice, AlicesFirst, 2, "b");
        _home.State.Accept(next, _home.Now);
        _home.Sent.Clear();
        _home.State.Commit(storing, _home.Now);
        Assert.Empty(Assert.IsType<Batch>(Assert.Single(_home.To(Alice))).Results);

        _home.State.Accept(next with { IsRepeat = true }, _home.Now);
        Assert.Empty(_home.Sent);
        _home.Flush();
        var results = Assert.Single(Assert.IsType<Batch>(Assert.Single(_home.To(Alice))).Results);
        Assert.Equal((2, 2), (results.Number, results.Of(0).Offset));
    }

    [Fact]
    public void A_key_of_a_batch_that_was_given_up_stands_for_what_was_stored()
    {
        _home.State.Accept(_batch with { Publications = [Of("a", "key")] }, _home.Now);
        var storing = _home.State.TakeStaged("epoch");
        _home.State.Accept(_batch with { Number = 2, Publications = [Of("a", "key")] }, _home.Now);
        _home.State.Commit(storing, _home.Now);
        _home.Flush();

        var results = Assert.IsType<PublishResults>(_home.To(Alice)[^1]);
        Assert.Equal((2, 1), (results.Number, results.Of(0).Offset));
        Assert.Equal(1, _home.State.Offset);
    }
}
