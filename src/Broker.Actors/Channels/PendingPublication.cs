namespace Broker.Actors.Channels;

/// <summary>
/// A publication that has its place but not yet its receipt, and who waits for that. A repeat under the same
/// idempotency key joins the waiting, or reads the receipt if it is there.
/// </summary>
internal sealed class PendingPublication
{
    private List<IActorRef>? _waiting;

    public Receipt? Receipt { get; private set; }

    public void Await(IActorRef sender)
    {
        if (Receipt is null) (_waiting ??= []).Add(sender);
        else sender.Tell(new ChannelProtocol.Published(Receipt));
    }

    public void Complete(Receipt receipt)
    {
        Receipt = receipt;
        var waiting = _waiting;
        _waiting = null;
        if (waiting is null) return;

        var published = new ChannelProtocol.Published(receipt);
        foreach (var sender in waiting) sender.Tell(published);
    }
}
