using static Broker.Actors.Ids.IdProtocol;

namespace Broker.Actors.Ids;

/// <summary>
/// Gives out unsigned 64-bit ids, from 1, each one once. It starts behind the highest id that may already be in
/// use, which its starter knows.
/// </summary>
public sealed class IdAllocatorActor(ulong lastUsed) : UntypedActor
{
    private ulong _last = lastUsed;

    public static Props PropsFor(ulong lastUsed) => Props.Create(() => new IdAllocatorActor(lastUsed));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Allocate m: Sender.Tell(Take(m.Count)); break;
            default: Unhandled(message); break;
        }
    }

    private object Take(int count)
    {
        if (count < 1) return new Status.Failure(new ArgumentOutOfRangeException(nameof(count), count, null));
        if (ulong.MaxValue - _last < (ulong)count) return Exhausted.Instance;

        var first = _last + 1;
        _last += (ulong)count;
        return new Allocated(first, count);
    }
}
