using static Broker.Actors.Ids.IdProtocol;

namespace Broker.Actors.Ids;

/// <summary>
/// Gives out unsigned 64-bit ids, from 1, each one once. It reserves a block at a time where that survives
/// the process; while a reservation is under way, requests wait and are answered in order. What is left of
/// the last block is lost with the process: ids are many.
/// </summary>
public sealed class IdAllocatorActor(IIdBlocks blocks, IdSettings settings) : UntypedActor
{
    private readonly Queue<(int Count, IActorRef Sender)> _waiting = new();
    private ulong _next;
    private ulong _left;
    private bool _reserving;

    public static Props PropsFor(IIdBlocks blocks, IdSettings settings) =>
        Props.Create(() => new IdAllocatorActor(blocks, settings));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Allocate { Count: < 1 } m: Sender.Tell(Nonsense(m)); break;
            case Allocate m: _waiting.Enqueue((m.Count, Sender)); Serve(); break;
            case Reserved { First: null }: _reserving = false; Refuse(Exhausted.Instance); break;
            case Reserved m: Keep(m); Serve(); break;
            case ReserveFailed m: _reserving = false; Report(m.Cause); Refuse(Unavailable.Instance); break;
            default: Unhandled(message); break;
        }
    }

    private static Status.Failure Nonsense(Allocate request) =>
        new(new ArgumentOutOfRangeException(nameof(request), request.Count, "not a number of ids"));

    private void Serve()
    {
        if (_reserving) return;

        while (_waiting.TryPeek(out var first) && (ulong)first.Count <= _left) Give(_waiting.Dequeue());
        if (_waiting.TryPeek(out var next)) Reserve(Math.Max(next.Count, settings.BlockSize));
    }

    private void Give((int Count, IActorRef Sender) request)
    {
        request.Sender.Tell(new Allocated(_next, request.Count));
        _next += (ulong)request.Count;
        _left -= (ulong)request.Count;
    }

    private void Reserve(int count)
    {
        _reserving = true;
        blocks.ReserveAsync(count).PipeTo(
            Self, success: first => new Reserved(first, count), failure: cause => new ReserveFailed(cause));
    }

    private void Keep(Reserved block)
    {
        _reserving = false;
        // Ids of one request are consecutive; where another node took what lies between, the rest is lost.
        if (_left == 0 || block.First != _next + _left) (_next, _left) = (block.First!.Value, 0);
        _left += (ulong)block.Count;
    }

    // Who needs no more than what is left of the last block still gets it.
    private void Refuse(object answer)
    {
        foreach (var request in _waiting)
        {
            if ((ulong)request.Count <= _left) Give(request);
            else request.Sender.Tell(answer);
        }
        _waiting.Clear();
    }

    private static void Report(Exception cause) =>
        Context.GetLogger().Error(cause, "Ids cannot be reserved; clients that need one are turned away");
}
