namespace Broker.Kernel;

/// <summary>
/// Who one actor watches, who watches it, and which notices wait in its mailbox. Made on first use; most
/// actors never need it.
/// </summary>
internal sealed class DeathWatch(ActorCell self)
{
    private RefMap _watching;
    private RefMap _watchedBy;

    // A notice counts only while it is listed here: that is how unwatch drops one that is already in the
    // mailbox.
    private RefMap _queued;

    /// <summary>A null message stands for <see cref="Terminated"/>.</summary>
    public void Watch(KernelRef subject, object? message)
    {
        if (subject.Equals(self) || _watching.Contains(subject)) return;

        _watching.Set(subject, message);
        // A child's end is reported to its parent anyway, and has not been yet.
        if (!self.IsParentOf(subject)) subject.SendSystem(new SystemMessage.Watch(self));
    }

    public void Unwatch(KernelRef subject)
    {
        if (!subject.Equals(self) && _watching.Remove(subject, out _))
            subject.SendSystem(new SystemMessage.Unwatch(self));
        _queued.Remove(subject, out _);
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
        if (!_watching.Remove(subject, out var message) || !deliver) return;

        _queued.Set(subject, message);
        self.Tell(new Terminated(subject, existenceConfirmed, addressTerminated: false), subject);
    }

    /// <summary>
    /// What the actor is to see for a notice from its mailbox; null when it has unwatched meanwhile.
    /// </summary>
    public object? Receive(Terminated notice) =>
        _queued.Remove(KernelRef.Of(notice.ActorRef), out var message) ? message ?? notice : null;

    /// <summary>A stashed notice goes back to the mailbox.</summary>
    public void Requeue(Terminated notice) => _queued.Set(KernelRef.Of(notice.ActorRef), null);

    public void UnwatchAll()
    {
        foreach (var subject in _watching.Keys) subject.SendSystem(new SystemMessage.Unwatch(self));
        _watching.Clear();
        _queued.Clear();
    }

    /// <summary>Tells all watchers but the parent.</summary>
    public void AnnounceDeath()
    {
        foreach (var watcher in _watchedBy.Keys)
            watcher.SendSystem(new SystemMessage.Died(self, existenceConfirmed: true));
        _watchedBy.Clear();
    }
}
