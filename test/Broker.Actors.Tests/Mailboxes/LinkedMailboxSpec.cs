using Broker.Actors.Mailboxes;

namespace Broker.Actors.Tests.Mailboxes;

/// <summary>An actor system in which it is the default.</summary>
public class LinkedMailboxSpec : TestKit
{
    private const string Settings =
        "akka.actor.default-mailbox.mailbox-type = \"Broker.Actors.Mailboxes.LinkedMailbox, Broker.Actors\"";

    public LinkedMailboxSpec()
        : base(Settings)
    {
    }

    [Fact]
    public void Actors_that_ask_for_no_mailbox_get_it() =>
        Assert.IsType<LinkedMailbox>(Sys.Mailboxes.Lookup(Akka.Dispatch.Mailboxes.DefaultMailboxId));

    [Fact]
    public async Task An_actor_receives_everything_in_order()
    {
        const int messages = 10_000;
        var forwarder = Sys.ActorOf(Forwarder.PropsFor(TestActor));
        for (var i = 0; i < messages; i++) forwarder.Tell(i);

        for (var i = 0; i < messages; i++) Assert.Equal(i, await ExpectMsgAsync<int>());
    }
}
