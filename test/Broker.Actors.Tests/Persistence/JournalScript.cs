using System.Collections.Concurrent;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence;
using Broker.Actors.Persistence;

namespace Broker.Actors.Tests.Persistence;

/// <summary>What becomes of the writes of a <see cref="ScriptedJournal"/>: the spec decides.</summary>
internal sealed class JournalScript : Setup
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<Held> _held = new();
    private volatile bool _isHolding;
    private volatile bool _isAway;
    private int _toRefuse;

    public enum Fate { Store, Fail, StoreAndFail }

    public CurrentGeneration Generation { get; } = new(new Generation(1));

    /// <summary>Told of each write before its fate.</summary>
    public IActorRef Probe { get; set; } = ActorRefs.Nobody;

    /// <summary>True while nothing can be read and every write fails.</summary>
    public bool IsAway
    {
        get => _isAway;
        set => _isAway = value;
    }

    /// <summary>How many writes were refused as the spec said.</summary>
    public int Refused { get; private set; }

    /// <summary>True while writes are to be refused.</summary>
    public bool IsRefusing => Volatile.Read(ref _toRefuse) > 0;

    /// <summary>The newest event of each entity.</summary>
    public ConcurrentDictionary<string, long> Highest { get; } = new();

    /// <summary>Up to which event each entity has trimmed.</summary>
    public ConcurrentDictionary<string, long> Trimmed { get; } = new();

    public bool IsSomethingHeld => !_held.IsEmpty;

    /// <summary>For an actor system whose journal this script directs.</summary>
    public ActorSystemSetup ToSystemSetup() => ActorSystemSetup.Create(
        this,
        BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString("""
            akka.persistence {
              journal.plugin = "akka.persistence.journal.scripted"
              journal.scripted {
                class = "Broker.Actors.Tests.Persistence.ScriptedJournal, Broker.Actors.Tests"
                plugin-dispatcher = "akka.actor.default-dispatcher"
                replay-filter.mode = off
                circuit-breaker { max-failures = 1000, reset-timeout = 1s }
              }
              snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
            }
            """)));

    /// <summary>So many writes fail; what is stored can be read.</summary>
    public void RefuseNext(int times) => Volatile.Write(ref _toRefuse, times);

    /// <summary>From now on writes wait.</summary>
    public void Hold() => _isHolding = true;

    /// <summary>What waits is stored, and what comes is.</summary>
    public void Release()
    {
        _isHolding = false;
        while (IsSomethingHeld) Decide(Fate.Store);
    }

    public void StoreOne() => Decide(Fate.Store);

    /// <summary>The oldest write fails; its actor cannot know whether it is stored.</summary>
    public void BreakOne(bool isStored = false) => Decide(isStored ? Fate.StoreAndFail : Fate.Fail);

    /// <summary>
    /// Answers with <see cref="JournalHealthCheckResponse"/> when the journal has all that was sent to it
    /// before.
    /// </summary>
    public static void Arrived(ActorSystem system, IActorRef asker) => Akka.Persistence.Persistence.Instance
        .Apply(system).JournalFor("").Tell(new CheckJournalHealth(default), asker);

    internal Held Take(IReadOnlyList<AtomicWrite> writes)
    {
        Probe.Tell(new Writing(writes[0].PersistenceId, [.. writes.SelectMany(EventsOf)]));
        var held = new Held();
        if (IsRefusing)
        {
            Refused++;
            Interlocked.Decrement(ref _toRefuse);
            held.Fate.SetResult(Fate.Fail);
        }
        else if (IsAway) held.Fate.SetResult(Fate.Fail);
        else if (!_isHolding) held.Fate.SetResult(Fate.Store);
        else _held.Enqueue(held);
        return held;
    }

    // Done when the journal has it: what recovers next reads it.
    private void Decide(Fate fate)
    {
        if (!_held.TryDequeue(out var held)) throw new InvalidOperationException("no write waits");

        held.Fate.SetResult(fate);
        Assert.True(held.Applied.Task.Wait(Patience), "the journal does not go on");
    }

    private static IEnumerable<StoredEvent> EventsOf(AtomicWrite write) =>
        ((IEnumerable<IPersistentRepresentation>)write.Payload).Select(one => (StoredEvent)one.Payload);

    /// <summary>A write that waits for its fate.</summary>
    internal sealed class Held
    {
        public TaskCompletionSource<Fate> Fate { get; } = NewSource<Fate>();

        public TaskCompletionSource<bool> Applied { get; } = NewSource<bool>();

        private static TaskCompletionSource<T> NewSource<T>() =>
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public sealed record Writing(string PersistenceId, IReadOnlyList<StoredEvent> Events);
}
