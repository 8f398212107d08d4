using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Tests.Channels.HomeOfNews;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>How a home counts nodes, and sees to it that what it sent them has arrived.</summary>
public class AttachmentsSpec
{
    private readonly HomeOfNews _home = new();

    [Fact]
    public void Counts_subscribers_over_all_nodes()
    {
        _home.Attach(Alice, 10, subscribers: 2);
        _home.Publish(Batch(Bob, Bobs, 1, "a"));
        _home.Attach(Bob, 20, subscribers: 3);
        _home.State.Count(new Count(News, Alice, 10, Version: 2, Subscribers: 1));

        Assert.Equal(new Attached(News, 20, 1, Own, "epoch", Offset: 1, Total: 5), _home.To(Bob)[^1]);
        Assert.Equal(new Counted(10, Version: 2, Offset: 1, Total: 4), _home.To(Alice)[^1]);
    }

    [Fact]
    public void Ignores_a_request_that_is_older_than_the_last_and_answers_a_copy_of_the_last()
    {
        _home.Attach(Alice, 10);
        _home.State.Count(new Count(News, Alice, 10, Version: 3, Subscribers: 7));
        _home.Sent.Clear();
        _home.State.Count(new Count(News, Alice, 10, Version: 2, Subscribers: 1));
        _home.Attach(Alice, 10);
        Assert.Empty(_home.Sent);

        _home.State.Count(new Count(News, Alice, 10, Version: 3, Subscribers: 7));
        Assert.Equal(new Counted(10, Version: 3, Offset: 0, Total: 7), Assert.Single(_home.To(Alice)));
    }

    [Fact]
    public void A_new_attachment_of_a_node_ends_the_old_one()
    {
        _home.Attach(Alice, 10, subscribers: 5);
        _home.Attach(Alice, 11, subscribers: 2);

        Assert.Equal(2, _home.State.Subscribers);
        Assert.Equal(11, Assert.Single(_home.State.Nodes).AttachId);
    }

    [Fact]
    public void Tells_a_node_to_attach_again_when_it_counts_for_an_attachment_that_is_not_there()
    {
        _home.State.Count(new Count(News, Alice, 10, Version: 2, Subscribers: 1));

        Assert.Equal(new AttachAgain(10), Assert.Single(_home.To(Alice)));
    }

    [Fact]
    public void Refuses_more_subscribers_than_the_kind_allows_and_says_how_many_it_takes()
    {
        var home = new HomeOfNews("kinds.news { pattern = news, subscribers-max = 3 }");
        home.Attach(Alice, 10, subscribers: 2);
        home.Attach(Bob, 20, subscribers: 2);
        home.State.Count(new Count(News, Alice, 10, Version: 2, Subscribers: 4));

        Assert.Equal(
            new AttachRefused(20, 1, RejectReason.ChannelFull, Room: 1), Assert.Single(home.To(Bob)));
        Assert.Equal(new CountRefused(10, 2, Room: 3), home.To(Alice)[^1]);
        Assert.Equal(2, home.State.Subscribers);
    }

    [Fact]
    public void Keeps_what_it_sent_until_all_nodes_have_confirmed_it()
    {
        _home.Attach(Alice, 10);
        _home.Attach(Bob, 20);
        _home.Publish(Batch(Bob, Bobs, 1, "a"));
        _home.Publish(Batch(Bob, Bobs, 2, "b"));
        _home.State.Confirm(new Confirmed(News, 20, Offset: 2));
        _home.State.Confirm(new Confirmed(News, 10, Offset: 1));
        Assert.NotNull(_home.State.NextDue);

        _home.State.Confirm(new Confirmed(News, 10, Offset: 2));
        Assert.Null(_home.State.NextDue);
    }

    [Fact]
    public void Keeps_nothing_for_its_own_node()
    {
        _home.Attach(Own, 30);
        _home.Publish(Batch(Own, Bobs, 1, "a"));

        Assert.Null(_home.State.NextDue);
    }

    [Fact]
    public void Sends_again_what_a_node_has_missed_with_the_results_that_went_with_it()
    {
        _home.Attach(Alice, 10);
        _home.Publish(Batch(Bob, Bobs, 1, "a"));
        _home.Publish(Batch(Alice, AlicesFirst, 1, "b"));
        var lost = _home.To(Alice).OfType<Batch>().Last();

        _home.State.SendAgain(new Have(News, 10, Offset: 1));

        var again = Assert.IsType<Batch>(Assert.Single(_home.To(Alice)));
        Assert.Equal((2, 10), (again.FirstOffset, again.AttachId));
        Assert.Same(lost.Contents, again.Contents);
        Assert.Same(Assert.Single(lost.Results), Assert.Single(again.Results));
    }

    [Fact]
    public void Tells_a_node_to_attach_again_when_what_it_has_missed_is_not_kept()
    {
        _home.Attach(Own, 30);
        _home.Publish(Batch(Bob, Bobs, 1, "a"));
        _home.Sent.Clear();
        _home.State.SendAgain(new Have(News, 30, Offset: 0));

        Assert.Equal(new AttachAgain(30), Assert.Single(_home.To(Own)));
        Assert.Empty(_home.State.Nodes);
    }

    [Fact]
    public void Does_not_heed_a_node_that_misses_what_it_has_confirmed_since()
    {
        _home.Attach(Alice, 10);
        _home.Attach(Bob, 20);
        _home.Publish(Batch(Bob, Bobs, 1, "a"));
        _home.Publish(Batch(Bob, Bobs, 2, "b"));
        foreach (var (id, offset) in ((int, int)[])[(10, 1), (20, 1)])
            _home.State.Confirm(new Confirmed(News, id, offset));
        _home.Sent.Clear();
        _home.State.SendAgain(new Have(News, 10, Offset: 0));

        Assert.Empty(_home.Sent);
        Assert.Equal(2, _home.State.Nodes.Count);
    }

    [Fact]
    public void Asks_for_a_confirmation_that_is_a_second_late_and_again_after_another()
    {
        _home.Attach(Alice, 10);
        _home.Attach(Bob, 20);
        _home.Publish(Batch(Bob, Bobs, 1, "a"));
        _home.State.Confirm(new Confirmed(News, 20, Offset: 1));
        _home.Sent.Clear();

        _home.State.Tend(_home.Now += TimeSpan.FromSeconds(1));
        Assert.Equal((Alice, new Head(10, Offset: 1)), Assert.Single(_home.Sent));
        Assert.Equal(_home.Now + TimeSpan.FromSeconds(1), _home.State.NextDue);
        _home.State.Tend(_home.Now += TimeSpan.FromSeconds(1));
        Assert.Equal(2, _home.Sent.Count);
    }

    [Fact]
    public void Detaches_a_node_whose_window_is_full_and_gives_it_the_results_alone()
    {
        var home = new HomeOfNews(windowBytes: 5);
        home.Attach(Alice, 10, subscribers: 2);
        home.Publish(Batch(Alice, AlicesFirst, 1, "1234"));
        home.Publish(Batch(Alice, AlicesFirst, 2, "56"));

        Assert.Collection(
            home.To(Alice)[2..],
            message => Assert.Equal(new Detached(10), message),
            message => Assert.IsType<PublishResults>(message));
        Assert.Equal((0, 0), (home.Windows.BytesTo(Alice), home.State.Subscribers));
    }

    [Fact]
    public void Gives_back_a_window_when_the_node_confirms_and_when_it_leaves()
    {
        _home.Attach(Alice, 10);
        _home.Publish(Batch(Bob, Bobs, 1, "a"));
        _home.Publish(Batch(Bob, Bobs, 2, "bc"));
        Assert.Equal(3, _home.Windows.BytesTo(Alice));
        _home.State.Confirm(new Confirmed(News, 10, Offset: 1));
        Assert.Equal(2, _home.Windows.BytesTo(Alice));

        _home.State.Detach(10);
        Assert.Equal(0, _home.Windows.BytesTo(Alice));
    }
}
