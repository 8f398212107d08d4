namespace Broker.Kernel;

/// <summary>
/// Who one actor watches, who watches it, and which notices wait in its mailbox. Made on first use; most
/// actors never need it.
/// </summary>
internal sealed class DeathWatch(ActorCell self)
{
    private RefMap _watchedBy;

    // Most actors are watched and watch nobody.
    private Subjects? _subjects;

    /// <summary>A null message stands for <see cref="Terminated"/>.</summary>
    public void Watch(KernelRef subject, object? message)
    {
        if (subject.Equals(self)) return;

        var subjects = _subjects ??= new Subjects();
        if (!subjects.Watched.TryAdd(subject, message)) return;

        // A child's end is reported to its parent anyway, and has not been yet.
        if (!self.IsParentOf(subject)) subject.SendSystem(new SystemMessage.Watch(self));
    }

    public void Unwatch(KernelRef subject)
    {
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
        if (_subjects is not { } subjects) return;
        if (!subjects.Watched.Remove(subject, out var message) || !deliver) return;

        subjects.Queued.Set(subject, message);
        self.Tell(new Terminated(subject, existenceConfirmed, addressTerminated: false), subject);
    }

    /// <summary>
    /// What the actor is to see for a notice from its mailbox; null when it has unwatched meanwhile.
    /// </summary>
    public object? Receive(Terminated notice) =>
        _subjects is { } subjects && subjects.Queued.Remove(KernelRef.Of(notice.ActorRef), out var message)
            ? message ?? notice
            : null;

    /// <summary>A stashed notice goes back to the mailbox.</summary>
    public void Requeue(Terminated notice) =>
        (_subjects ??= new Subjects()).Queued.Set(KernelRef.Of(notice.ActorRef), null);

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
