using System.Diagnostics.CodeAnalysis;

namespace Broker.Kernel;

/// <summary>
/// The children of one actor by name. A set of cells rather than a map from names: a million children cost
/// one slot each. Locked because the guardians' children are made and looked up from any thread.
/// </summary>
internal sealed class ChildMap
{
    private readonly Lock _gate = new();
    private readonly HashSet<ActorCell> _cells = new(ByName.Instance);
    private Dictionary<ActorCell, RestartWindow>? _restarts;
    private long _nextAnonymous;
    private int _dying;
    private bool _sealed;

    public ActorCell[] Snapshot
    {
        get
        {
            lock (_gate) return [.. _cells];
        }
    }

    public bool AnyDying
    {
        get
        {
            lock (_gate) return _dying > 0;
        }
    }

    public CellName NextAnonymousName() => new(Interlocked.Increment(ref _nextAnonymous) - 1);

    /// <summary>Throws when the name is taken or the parent is about to end.</summary>
    public void Add(ActorCell child)
    {
        lock (_gate)
        {
            if (_sealed)
                throw new InvalidOperationException("Cannot create child while terminating or terminated");
            if (!_cells.Add(child))
                throw new InvalidActorNameException($"Actor name \"{child.Name}\" is not unique!");
            child.IsListed = true;
        }
    }

    public bool TryGet(string name, [NotNullWhen(true)] out ActorCell? child)
    {
        lock (_gate) return _cells.GetAlternateLookup<string>().TryGetValue(name, out child);
    }

    /// <summary>
    /// Notes that the child was told to stop, so that a restart of the parent waits for it.
    /// </summary>
    public void MarkDying(ActorCell child)
    {
        lock (_gate)
        {
            if (!child.IsListed || child.IsDying) return;
            child.IsDying = true;
            _dying++;
        }
    }

    public void Remove(ActorCell child)
    {
        lock (_gate)
        {
            _cells.Remove(child);
            child.IsListed = false;
            _restarts?.Remove(child);
            if (child.IsDying) _dying--;
        }
    }

    /// <summary>No child can be added from here on.</summary>
    public void Seal()
    {
        lock (_gate) _sealed = true;
    }

    public RestartWindow RestartsOf(ActorCell child)
    {
        lock (_gate)
        {
            _restarts ??= [];
            if (!_restarts.TryGetValue(child, out var window))
            {
                window = new RestartWindow();
                _restarts.Add(child, window);
            }
            return window;
        }
    }

    private sealed class ByName : IEqualityComparer<ActorCell>, IAlternateEqualityComparer<string, ActorCell>
    {
        public static readonly ByName Instance = new();

        public bool Equals(ActorCell? x, ActorCell? y) => x!.CellName.IsSameAs(y!.CellName);

        public int GetHashCode(ActorCell obj) => obj.CellName.Hash;

        public bool Equals(string alternate, ActorCell other) => alternate == other.Name;

        public int GetHashCode(string alternate) => CellName.HashOf(alternate);

        public ActorCell Create(string alternate) => throw new NotSupportedException();
    }
}
