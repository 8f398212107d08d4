using System.Globalization;
using Broker.Actors.Channels;
using Broker.Actors.Journal;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Hub.HubProtocol;
using static Broker.Actors.Presence.PresenceProtocol;

namespace Broker.Actors.Hub;

/// <summary>
/// Puts contents for clients of other nodes into the journal, where their nodes find them. It asks first who
/// is there, so that the sender learns how many got it; what is under way together goes in one append, in the
/// order in which it came. It keeps the stream short. It lives as long as the process.
/// </summary>
public sealed class RelaysElsewhereActor(
    ChannelStorage home, IRelayEncoder wire, ulong origin, ChannelSettings settings, TimeProvider time)
    : UntypedActor, IWithTimers
{
    private const int BatchBytesMax = 1 << 20;
    private const int TrimmedMin = 100;

    private readonly Queue<RelayElsewhere> _waiting = new();
    private readonly List<RelayElsewhere> _batch = [];
    private readonly HashSet<string> _found = new(StringComparer.Ordinal);
    private readonly StreamTrimming _trimming =
        new(RelayEvent.Stream, settings.StoredLag, TrimmedMin);
    private long _version;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(
        ChannelStorage home, IRelayEncoder wire, ulong origin, ChannelSettings settings, TimeProvider time) =>
        Props.Create(() => new RelaysElsewhereActor(home, wire, origin, settings, time));

    protected override void PreStart()
    {
        var interval = settings.StoredLag / 2;
        Timers.StartPeriodicTimer(Tend.Instance, Tend.Instance, interval);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RelayElsewhere m: _waiting.Enqueue(m); Begin(); break;
            case Keys m: Store(m.Names); break;
            case Unavailable: Settle(isStored: false); break;
            case Appended m: End(m.Answer); break;
            case Tend: Trim(); break;
            default: Unhandled(message); break;
        }
    }

    // Whoever waits for these is told; they went nowhere as far as anybody knows.
    protected override void PostStop()
    {
        _found.Clear();
        _batch.AddRange(_waiting);
        foreach (var relay in _batch) Settle(relay);
    }

    private void Begin()
    {
        if (_batch.Count > 0 || _waiting.Count == 0) return;

        var bytes = 0;
        while (_waiting.TryPeek(out var next)
            && (_batch.Count == 0 || bytes + next.Contents.Bytes <= BatchBytesMax))
        {
            _batch.Add(_waiting.Dequeue());
            bytes += next.Contents.Bytes;
        }
        string[] ids = [.. _batch.SelectMany(relay => relay.To).Select(KeyOf).Distinct()];
        home.Presence!.Tell(new FindKeys(Area.HubClients, ids));
    }

    private void Store(IReadOnlyList<string> found)
    {
        _found.UnionWith(found);
        JournalProtocol.Event[] events =
        [
            .. from relay in _batch
               let to = relay.To.Select(KeyOf).Where(_found.Contains).Select(ParseId).ToArray()
               where to.Length > 0
               select RelayEvent.Write(origin, to, wire.Write(relay.Contents).Span),
        ];
        if (events.Length == 0)
        {
            Settle(isStored: false);
            return;
        }

        home.Journal.AppendAsync(new JournalProtocol.Append(RelayEvent.Stream, events, Durability.Memory))
            .PipeAnswerTo(Self, RelayEvent.Stream, answer => new Appended(answer));
    }

    private void End(JournalProtocol.Answer answer)
    {
        if (answer is JournalProtocol.Stored stored) _version = stored.FirstVersion;
        Settle(answer is JournalProtocol.Stored);
    }

    private void Settle(bool isStored)
    {
        if (!isStored) _found.Clear();
        foreach (var relay in _batch) Settle(relay);
        _batch.Clear();
        _found.Clear();
        Begin();
    }

    private void Settle(RelayElsewhere relay)
    {
        foreach (var inbox in relay.To) relay.Contents.Settle(_found.Contains(KeyOf(inbox)) ? 1 : 0);
    }

    private void Trim()
    {
        if (_trimming.Next(_version, kept: _version + 1, time.GetUtcNow(), isLast: false) is { } trim)
            _ = home.Journal.TrimAsync(trim).AsTask();
    }

    private static string KeyOf(ChannelName inbox) => HubReceivers.IdOf(inbox);

    private static ulong ParseId(string key) =>
        ulong.Parse(key, NumberStyles.None, CultureInfo.InvariantCulture);

    private sealed record Tend
    {
        public static readonly Tend Instance = new();
    }
}
