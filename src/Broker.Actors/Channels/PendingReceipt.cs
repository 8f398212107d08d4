namespace Broker.Actors.Channels;

/// <summary>
/// A publication that has its place but not yet its receipt, and who waits for that. A repeat under the same
/// idempotency key joins the waiting, or reads the receipt if it is there.
/// </summary>
internal sealed class PendingReceipt
{
    private List<IActorRef>? _waiting;

    public Receipt? Receipt { get; private set; }

    /// <summary>Null when nobody will ask for the receipt.</summary>
    public static PendingReceipt? For(ChannelProtocol.Publish publish, IActorRef sender)
    {
        if (!publish.Receipt && publish.IdempotencyKey is null) return null;

        var pending = new PendingReceipt();
        if (publish.Receipt) pending.Await(sender);
        return pending;
    }

    public void Await(IActorRef sender)
    {
        if (Receipt is null) (_waiting ??= []).Add(sender);
        else sender.Tell(new ChannelProtocol.Published(Receipt));
    }

    public void Complete(Receipt receipt)
    {
        Receipt = receipt;
        if (_waiting is not null) Tell(new ChannelProtocol.Published(receipt));
    }

    /// <summary>It was not stored: whoever waits is told, and a repeat is a first time.</summary>
    public void Refuse(ChannelProtocol.Rejected rejected) => Tell(rejected);

    private void Tell(object answer)
    {
        foreach (var sender in _waiting ?? []) sender.Tell(answer);
        _waiting = null;
    }
}
