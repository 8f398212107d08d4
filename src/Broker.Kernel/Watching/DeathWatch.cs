namespace Broker.Kernel;

/// <summary>
/// Who one actor watches, who watches it, and which notices wait in its mailbox. Made on first use; most
/// actors never need it.
/// </summary>
internal sealed class DeathWatch(ActorCell self)
{
    private static readonly object AsTerminated = new();

    private RefMap _watchedBy;

    // Most actors are watched and watch nobody.
    private Subjects? _subjects;

    /// <summary>A null message stands for <see cref="Terminated"/>.</summary>
    public void Watch(KernelRef subject, object? message)
    {
        if (subject.Equals(self)) return;
        if (OwnChild(subject) is { IsListed: true } child)
        {
            // Its end is reported to its parent anyway, and has not been yet.
            child.Notice ??= message ?? AsTerminated;
            return;
        }

        var subjects = _subjects ??= new Subjects();
        if (subjects.Watched.TryAdd(subject, message)) subject.SendSystem(new SystemMessage.Watch(self));
    }

    public void Unwatch(KernelRef subject)
    {
        if (OwnChild(subject) is { } child) child.Notice = null;
        if (_subjects is not { } subjects) return;

        if (subjects.Watched.Remove(subject, out _)) subject.SendSystem(new SystemMessage.Unwatch(self));
        subjects.Queued.Remove(subject, out _);
    }

    /// <summary>The parent is not listed: it is always told.</summary>
    public void AddWatcher(KernelRef watcher)
    {
        if (!watcher.Equals(self) && !watcher.Equals(self.ParentCell)) _watchedBy.Set(watcher, null);
    }

    public void RemoveWatcher(KernelRef watcher) => _watchedBy.Remove(watcher, out _);

    /// <summary>
    /// The notice goes through the mailbox, behind everything the dead actor had sent before.
    /// </summary>
    public void SubjectDied(KernelRef subject, bool existenceConfirmed, bool deliver)
    {
        if (!TakeWatch(subject, out var message) || !deliver) return;

        Queue(subject, message);
        self.Tell(new Terminated(subject, existenceConfirmed, addressTerminated: false), subject);
    }

    /// <summary>
    /// What the actor is to see for a notice from its mailbox; null when it has unwatched meanwhile.
    /// </summary>
    public object? Receive(Terminated notice)
    {
        var subject = KernelRef.Of(notice.ActorRef);
        object? message = null;
        if (OwnChild(subject) is { } child)
        {
            if (!child.IsListed) (message, child.Notice) = (child.Notice, null);
        }
        else if (_subjects is { } subjects && subjects.Queued.Remove(subject, out message))
        {
            message ??= AsTerminated;
        }
        return ReferenceEquals(message, AsTerminated) ? notice : message;
    }

    /// <summary>A stashed notice goes back to the mailbox.</summary>
    public void Requeue(Terminated notice) => Queue(KernelRef.Of(notice.ActorRef), null);

    public void UnwatchAll()
    {
        if (_subjects is not { } subjects) return;

        foreach (var subject in subjects.Watched.Keys) subject.SendSystem(new SystemMessage.Unwatch(self));
        _subjects = null;
    }

    /// <summary>Tells all watchers but the parent.</summary>
    public void AnnounceDeath()
    {
        foreach (var watcher in _watchedBy.Keys)
            watcher.SendSystem(new SystemMessage.Died(self, existenceConfirmed: true));
        _watchedBy.Clear();
    }

    private ActorCell? OwnChild(KernelRef subject) =>
        subject is ActorCell cell && ReferenceEquals(cell.ParentCell, self) ? cell : null;

    private bool TakeWatch(KernelRef subject, out object? message)
    {
        if (OwnChild(subject) is { IsListed: true } child)
        {
            (message, child.Notice) = (child.Notice, null);
            return message is not null;
        }
        message = null;
        return _subjects is { } subjects && subjects.Watched.Remove(subject, out message);
    }

    private void Queue(KernelRef subject, object? message)
    {
        if (OwnChild(subject) is { } child) child.Notice = message ?? AsTerminated;
        else (_subjects ??= new Subjects()).Queued.Set(subject, message);
    }

    /// <summary>
    /// For all but the children that live: what the parent waits for is kept in those themselves, in
    /// <see cref="ActorCell.Notice"/>, first as the watch and after their end as the notice in the mailbox.
    /// </summary>
    private sealed class Subjects
    {
        /// <summary>Whom the actor watches.</summary>
        public RefMap Watched;

        /// <summary>
        /// Whose notices wait in the mailbox. A notice counts only while it is listed here: that is how
        /// unwatch drops one that is already there.
        /// </summary>
        public RefMap Queued;
    }
}
