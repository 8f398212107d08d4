namespace Broker.Kernel;

/// <summary>
/// The part of an actor that other threads touch: two queues and one status word. The actor is its own work
/// item on the thread pool, queued when its first message arrives and drained in batches.
/// </summary>
internal abstract class Mailbox : KernelRef, IThreadPoolWorkItem
{
    private const int Scheduled = 1;
    private const int Closed = 2;

    private MessageQueue _messages;
    private SystemQueue _systemMessages;

    // A new actor is scheduled from the start: its first batch begins with its construction.
    private int _status = Scheduled;

    /// <summary>
    /// How many suspends are not yet matched by a resume; user messages wait while it is above zero.
    /// </summary>
    protected internal int SuspendCount { get; protected set; }

    internal bool IsClosed => (Volatile.Read(ref _status) & Closed) != 0;

    /// <summary>User messages per batch.</summary>
    protected abstract int Throughput { get; }

    /// <summary>
    /// True to run on the thread that tells: for test actors, whose mailbox must never lag.
    /// </summary>
    protected abstract bool RunsInline { get; }

    private bool HasWork =>
        !_systemMessages.IsEmpty || ((SuspendCount == 0 || IsClosed) && !_messages.IsEmpty);

    public sealed override void Tell(object message, IActorRef? sender)
    {
        if (IsClosed)
        {
            Bury(message ?? throw new InvalidMessageException("Message is null"), sender);
            return;
        }
        _messages.Enqueue(new Envelope(message, sender));
        ScheduleIfIdle();
    }

    internal sealed override void SendSystem(SystemMessage message)
    {
        if (IsClosed)
        {
            BurySystem(message);
            return;
        }
        _systemMessages.Push(message);
        ScheduleIfIdle();
    }

    public void Execute()
    {
        var outer = Enter();
        try
        {
            RunBatch();
        }
        finally
        {
            Leave(outer);
            Release();
        }
    }

    /// <summary>Queues the first batch. Called once, after the parent knows the actor.</summary>
    internal void Start() => Schedule(preferLocal: true);

    /// <summary>Only while the actor itself runs: puts a message before all others.</summary>
    internal void Prepend(Envelope envelope) => _messages.Prepend(envelope);

    protected abstract ActorCell? Enter();

    protected abstract void Leave(ActorCell? outer);

    /// <summary>Handles one user message; must not throw.</summary>
    protected abstract void Invoke(Envelope envelope);

    /// <summary>Handles a chain of system messages, oldest first; must not throw.</summary>
    protected abstract void InvokeSystem(SystemMessage oldest);

    /// <summary>Constructs the actor if that has not been tried yet.</summary>
    protected abstract void EnsureCreated();

    /// <summary>A message for an actor that is no more.</summary>
    protected abstract void Bury(object message, IActorRef? sender);

    protected abstract void BurySystem(SystemMessage message);

    /// <summary>From here on everything told is a dead letter, also what waits already.</summary>
    protected void CloseMailbox()
    {
        Interlocked.Or(ref _status, Closed);
        BuryAll();
    }

    private void RunBatch()
    {
        EnsureCreated();
        for (var left = Throughput; left > 0; left--)
        {
            // A sender that saw the mailbox open may add behind the end: a closed one only buries.
            if (!IsClosed && !_systemMessages.IsEmpty && _systemMessages.TakeAll() is { } oldest)
                InvokeSystem(oldest);
            if (IsClosed)
            {
                BuryAll();
                return;
            }
            if (SuspendCount > 0 || _messages.TryDequeue() is not { } envelope) return;
            Invoke(envelope);
        }
    }

    private void Release()
    {
        if (HasWork)
        {
            Schedule(preferLocal: false);
            return;
        }
        Interlocked.And(ref _status, ~Scheduled);
        // A message that arrived before this saw "scheduled" and relied on us.
        if (HasWork) ScheduleIfIdle();
    }

    private void ScheduleIfIdle()
    {
        var status = Volatile.Read(ref _status);
        if ((status & Scheduled) != 0) return;
        if (Interlocked.CompareExchange(ref _status, status | Scheduled, status) == status)
            Schedule(preferLocal: true);
        else
            ScheduleIfIdle();
    }

    private void Schedule(bool preferLocal)
    {
        if (RunsInline) Execute();
        else ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal);
    }

    private void BuryAll()
    {
        while (_messages.TryDequeue() is { } envelope) Bury(envelope.Message, envelope.Sender);
        if (_systemMessages.IsEmpty) return;
        for (var message = _systemMessages.TakeAll(); message is not null;)
        {
            var next = message.Next;
            BurySystem(message);
            message = next;
        }
    }
}
