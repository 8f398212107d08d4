using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace Broker.Actors.Mailboxes;

/// <summary>
/// The mailbox of every actor that asks for no other kind. Akka.NET's own holds a segment of 32 places from
/// the start, 1.1 KB for each idle connection and channel. The <c>akka</c> section of reference.conf names
/// this one.
/// </summary>
public sealed class LinkedMailbox(Settings settings, Config config)
    : MailboxType(settings, config), IProducesMessageQueue<LinkedMessages>
{
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new LinkedMessages();
}
