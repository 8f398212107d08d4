namespace Broker.Kernel;

/// <summary>
/// One actor's place in the system, and its ref, and its context: one object for all three, because there are
/// a million of them. Holds the state; <see cref="Lifecycle"/> moves it through failures and to its end.
/// </summary>
internal sealed class ActorCell : Mailbox, IUntypedActorContext
{
    private static long _lastUid;

    [ThreadStatic]
    private static ActorCell? _current;

    private readonly ActorSystem _system;
    private readonly ActorCell? _parent;
    private CellName _name;
    private ActorPath? _path;
    private ChildMap? _children;
    private DeathWatch? _watch;
    private Behaviours? _behaviours;
    private CellExtras? _extras;
    private Envelope? _envelope;
    private bool _constructing;
    private bool _subscribed;

    public ActorCell(ActorSystem system, ActorCell? parent, Props props, CellName name, bool inline = false)
    {
        (_system, _parent, Props, _name, Inline) = (system, parent, props, name, inline);
        // Guardians are inline and get children from any thread: they must all see one map from the start.
        if (inline) _children = new ChildMap();
        Uid = Interlocked.Increment(ref _lastUid);
    }

    /// <summary>The actor that runs on this thread; in a test, the test actor.</summary>
    public static ActorCell? Current { get => _current; set => _current = value; }

    public Props Props { get; }
    public string Name => _name.Text;
    public ref readonly CellName CellName => ref _name;
    public CellPhase Phase { get; set; }
    public ActorBase? Actor { get; set; }

    /// <summary>True from the parent's side until it has handled this child's end.</summary>
    public bool IsListed { get; set; }

    /// <summary>Set by the parent when it told this child to stop.</summary>
    public bool IsDying { get; set; }

    /// <summary>What the parent is to see of this child's end; null when it does not watch.</summary>
    public object? Notice { get; set; }

    /// <summary>For test actors: run on the thread that tells.</summary>
    public bool Inline { get; }

    public override ActorPath Path =>
        _path ??= _parent is null ? ActorPath.RootOf(_system.Address) : _parent.Path.ChildOf(Name, Uid);

    public IActorRef Self => this;
    public IActorRef Sender => _envelope?.Sender ?? _system.DeadLetters;
    public ActorSystem System => _system;
    public IActorRef Parent => _parent ?? (IActorRef)ActorRefs.Nobody;
    public TimeSpan? ReceiveTimeout => _extras?.ReceiveTimer?.Timeout;

    internal override ActorSystem Owner => _system;
    internal override long Uid { get; }

    internal ActorCell? ParentCell => _parent;
    internal IActorRef? SenderOfCurrent => _envelope?.Sender;
    internal Envelope? CurrentEnvelope { get => _envelope; set => _envelope = value; }
    internal CellExtras Extras => _extras ??= new CellExtras();
    internal CellExtras? ExtrasOrNull => _extras;
    internal DeathWatch DeathWatch => _watch ??= new DeathWatch(this);
    internal DeathWatch? DeathWatchOrNull => _watch;
    internal ChildMap? ChildMap => _children;
    internal ActorCell[] Children => _children?.Snapshot ?? [];
    internal bool IsSubscribed => _subscribed;

    protected override int Throughput => Inline ? int.MaxValue : _system.Settings.Throughput;
    protected override bool RunsInline => Inline;

    public static ActorCell RunningCell() => _current ?? throw new NotSupportedException(
        "There is no active ActorContext: it can be used only inside of an actor, and not after an await.");

    public static ActorCell TakeForConstruction()
    {
        if (_current is not { _constructing: true } cell)
            throw new ActorInitializationException(
                "Actors are made by an ActorSystem or a context, from Props; never by 'new'.");
        cell._constructing = false;
        return cell;
    }

    public IActorRef ActorOf(Props props, string? name = null) => Spawn(props, name, inline: false);

    public ActorSelection ActorSelection(ActorPath actorPath) => new(_system.Root, actorPath.Elements);

    public ActorSelection ActorSelection(string actorPath) =>
        Kernel.ActorSelection.Parse(_system, this, actorPath);

    public IActorRef Child(string name) => FindChild(name) ?? ActorRefs.Nobody;

    public IEnumerable<IActorRef> GetChildren() => Children;

    public IActorRef Watch(IActorRef subject)
    {
        DeathWatch.Watch(Of(subject), null);
        return subject;
    }

    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        DeathWatch.Watch(Of(subject), message);
        return subject;
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        var known = Of(subject);
        _watch?.Unwatch(known);
        return subject;
    }

    public void Stop(IActorRef child)
    {
        var target = Of(child);
        if (target is ActorCell cell && ReferenceEquals(cell._parent, this)) _children?.MarkDying(cell);
        target.SendSystem(new SystemMessage.Terminate());
    }

    public void Become(Receive receive) => (_behaviours ??= new Behaviours()).Replace(receive);

    public void BecomeStacked(Receive receive) => (_behaviours ??= new Behaviours()).Push(receive);

    public void UnbecomeStacked() => _behaviours?.Pop();

    public void Become(UntypedReceive receive) => Become(Behaviours.Handled(receive));

    public void BecomeStacked(UntypedReceive receive) => BecomeStacked(Behaviours.Handled(receive));

    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        if (timeout is null && _extras?.ReceiveTimer is null) return;
        (Extras.ReceiveTimer ??= new ReceiveTimer(this)).Timeout = timeout;
    }

    internal ActorCell Spawn(Props props, string? name, bool inline)
    {
        ArgumentNullException.ThrowIfNull(props);
        var children = _children ??= new ChildMap();
        var given = name is null ? children.NextAnonymousName() : new CellName(PathElement.Checked(name));
        var child = new ActorCell(_system, this, props, given, inline);
        if (Phase >= CellPhase.Terminating) children.Seal();
        children.Add(child);
        if (_extras?.Perpetrator is not null)
        {
            for (var i = 0; i < SuspendCount; i++) child.SendSystem(new SystemMessage.Suspend());
        }
        child.Start();
        return child;
    }

    internal bool IsParentOf(KernelRef actor) =>
        actor is ActorCell { IsListed: true } cell && ReferenceEquals(cell._parent, this);

    internal ActorCell? FindChild(string name) =>
        _children is not null && _children.TryGet(name, out var child) ? child : null;

    internal void NewActor()
    {
        (_behaviours, _constructing) = (null, true);
        try
        {
            Actor = Props.NewActor();
        }
        finally
        {
            _constructing = false;
        }
    }

    internal void Suspend() => SuspendCount++;
    internal void ResumeOnce() => SuspendCount = Math.Max(0, SuspendCount - 1);

    internal void Close() => CloseMailbox();

    /// <summary>A dead ref that someone still holds must not hold the actor's state.</summary>
    internal void Forget() =>
        (Actor, _children, _watch, _behaviours, _extras, _envelope) = (null, null, null, null, null, null);

    internal SupervisorStrategy StrategyOf(ActorBase actor) => Extras.StrategyOf(actor, Props);

    /// <summary>False when the actor is dead already, so that nothing would end the subscription.</summary>
    internal bool MarkSubscribed()
    {
        _subscribed = true;
        return !IsClosed;
    }

    internal void Log(LogEvent line) => _system.EventStream.Publish(line);

    internal void DeliverToBehaviour(object message)
    {
        var actor = Actor!;
        var handled = _behaviours is null ? actor.Deliver(message) : _behaviours.Deliver(actor, message);
        if (!handled) actor.DeliverUnhandled(message);
    }

    protected override ActorCell? Enter()
    {
        var outer = _current;
        _current = this;
        return outer;
    }

    protected override void Leave(ActorCell? outer) => _current = outer;

    protected override void EnsureCreated()
    {
        if (Phase == CellPhase.New) Lifecycle.Start(this);
    }

    protected override void Invoke(Envelope envelope)
    {
        _envelope = envelope;
        try
        {
            _extras?.ReceiveTimer?.Before(envelope.Message);
            if (envelope.Message is IKernelMessage own) KernelMessages.Handle(this, own);
            else DeliverToBehaviour(envelope.Message);
            _envelope = null;
        }
        catch (Exception failure)
        {
            Lifecycle.Fail(this, failure);
        }
        _extras?.ReceiveTimer?.After(envelope.Message);
    }

    protected override void InvokeSystem(SystemMessage oldest) => Lifecycle.HandleAll(this, oldest);

    protected override void Bury(object message, IActorRef? sender) =>
        DeadLetterRef.Publish(_system, message, sender, this);

    protected override void BurySystem(SystemMessage message)
    {
        if (message is SystemMessage.Watch { Watcher: var watcher } && !ReferenceEquals(watcher, this))
            watcher.SendSystem(new SystemMessage.Died(this, existenceConfirmed: false));
    }
}
