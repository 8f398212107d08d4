namespace Broker.KernelTests.Internals;

// Akka.NET documents this exception but takes a null message from a local sender; the kernel keeps to the
// document.
public class NullMessageSpec : TestKit
{
    [Fact]
    public void A_null_message_is_refused()
    {
        var actor = Sys.ActorOf(Props.Empty);
        Assert.Throws<InvalidMessageException>(() => actor.Tell(null!, TestActor));
    }
}
