using System.Buffers;
using System.Runtime.InteropServices;
using Broker.Actors.Channels;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Actors.Connections;

/// <summary>
/// The answers of one connection, which go out in the order of its requests. A publish is answered by the
/// publisher, on its thread, so that the client has its answer before any subscriber of this node has the
/// contents. A result that comes out of turn keeps a place in the outbox; what comes after it there waits for
/// the answers before it. Safe from any thread.
/// </summary>
internal sealed class AnswerQueue(IConnectionPort port)
{
    private readonly Lock _gate = new();
    private readonly Queue<Turn> _turns = new();
    private readonly List<Answer> _ready = [];
    private (IActorRef Actor, object Message)? _whenEmpty;
    private int _places;
    private bool _isDirty;

    /// <summary>True when every request has its answer, and all answers are out.</summary>
    public bool IsEmpty
    {
        get { lock (_gate) return _turns.Count == 0; }
    }

    /// <summary>Takes the turn of a publish, which is answered by its result.</summary>
    public IPublishReply Reserve(PublishRequest request)
    {
        var turn = new Turn(this, request);
        lock (_gate) _turns.Enqueue(turn);
        return turn;
    }

    /// <summary>Adds an answer at the end.</summary>
    /// <returns>True when <see cref="Flush"/> has to be called some time.</returns>
    public bool Add(Answer answer)
    {
        var turn = new Turn(this, request: null);
        lock (_gate) _turns.Enqueue(turn);
        return Complete(turn, answer);
    }

    /// <summary>Sends all answers whose turn it is, in one piece.</summary>
    public void Flush()
    {
        int completed;
        lock (_gate)
        {
            _isDirty = false;
            completed = SendReady();
            ReservePlaces();
            if (_turns.Count == 0) TellEmpty();
        }
        if (completed > 0) port.Completed(completed);
    }

    /// <summary>Tells an actor something, once, when all answers are out. A later call replaces it.</summary>
    public void WhenEmpty(IActorRef actor, object message)
    {
        lock (_gate)
        {
            _whenEmpty = (actor, message);
            if (_turns.Count == 0) TellEmpty();
        }
    }

    private bool Complete(Turn turn, Answer answer)
    {
        lock (_gate)
        {
            turn.Answer = answer;
            return !_isDirty && (_isDirty = true);
        }
    }

    private int SendReady()
    {
        var completed = 0;
        while (_turns.TryPeek(out var first) && first.Answer is { } answer)
        {
            _turns.Dequeue();
            completed++;
            _ready.Add(answer);
            if (first.Place is null) continue;

            _places--;
            Fill(first.Place);
        }
        if (_ready.Count > 0 && _places == 0) Send();
        return completed;
    }

    // Where a later answer has its place, an answer goes there with it.
    private void ReservePlaces()
    {
        var later = _places;
        foreach (var turn in _turns)
        {
            if (turn.Place is not null) later--;
            else if (turn.Answer is not null && later == 0 && port.Outbox.Reserve() is { } place)
            {
                turn.Place = place;
                _places++;
            }
        }
    }

    private void Send()
    {
        port.Send(CollectionsMarshal.AsSpan(_ready));
        _ready.Clear();
    }

    private void Fill(OutboxPlace place)
    {
        var frames = new ArrayBufferWriter<byte>();
        foreach (var answer in _ready) frames.Write(port.Encode(answer).Span);
        port.Outbox.Fill(place, frames.WrittenMemory);
        _ready.Clear();
    }

    private void TellEmpty()
    {
        _whenEmpty?.Actor.Tell(_whenEmpty.Value.Message);
        _whenEmpty = null;
    }

    private Answer AnswerTo(PublishRequest request, PublishResult result)
    {
        if (result.Reason is not { } reason) return request.Id.IsEmpty ? Done.Bare : new Done(request.Id);

        var failed = request.Fail(reason);
        port.Outbox.Metrics.Rejections.Add(Reasons.Of(failed.Error));
        return failed;
    }

    /// <summary>The turn of one request.</summary>
    private sealed class Turn(AnswerQueue queue, PublishRequest? request) : IPublishReply
    {
        public Answer? Answer { get; set; }

        public OutboxPlace? Place { get; set; }

        public bool Complete(PublishResult result) =>
            queue.Complete(this, queue.AnswerTo(request!, result));

        public void Flush() => queue.Flush();
    }
}
