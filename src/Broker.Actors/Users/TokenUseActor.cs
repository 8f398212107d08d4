using Akka.Persistence;
using Broker.Actors.Channels;
using Broker.Actors.Cluster;
using Broker.Actors.Persistence;
using Broker.Actors.Users.Proto;
using Google.Protobuf;
using static Broker.Actors.Cluster.EntityProtocol;
using static Broker.Actors.Users.TokenUseProtocol;

namespace Broker.Actors.Users;

/// <summary>
/// Remembers which tokens were used, so that one which leaked into a log or a history opens no second
/// socket, also after a restart. It owns the tokens of one bucket; their hashes say which. What waits is
/// stored as one event and answered after that. It stops when nothing was asked for a while, or when it
/// fails: then those that wait are answered.
/// </summary>
public sealed class TokenUseActor : UntypedPersistentActor
{
    /// <summary>Buckets are named by the first hex digit of the hash.</summary>
    public const int Buckets = 16;

    private const char PersistenceKind = 't';
    private const int BatchMax = 500;
    private const int TrimmedMin = 100;
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(1);
    private static readonly TokenRefused Unavailable = new(TokenRefusal.Unavailable);

    private readonly TokenUseSettings _settings;
    private readonly TimeProvider _time;
    private readonly IHomeLease _lease;
    private readonly EventChain _chain;
    private readonly RecoveringSenders _recovering;
    private readonly UsedTokens _used;
    private readonly StoredPieces _pieces = new();
    private readonly Queue<(UseToken Request, IActorRef Sender)> _waiting = new();
    private readonly List<(object Answer, IActorRef Sender)> _decided = [];
    private bool _isStoring;
    private bool _isStopping;

    public TokenUseActor(
        CurrentGeneration generation, TokenUseSettings settings, TimeProvider time, IHomeLease lease)
    {
        (_settings, _time, _lease) = (settings, time, lease);
        _chain = new EventChain(generation);
        _recovering = new RecoveringSenders(settings.WaitingMax);
        _used = new UsedTokens(settings.TokensMax);
        PersistenceId = PersistenceIds.Of(PersistenceKind, EntityName.IdOf(Self));
    }

    public override string PersistenceId { get; }

    public override Recovery Recovery => Recoveries.WithoutSnapshot;

    /// <summary>For the parent of all buckets.</summary>
    /// <param name="generation">Under which events are stored.</param>
    /// <param name="settings">Of the buckets.</param>
    /// <param name="time">By which tokens expire.</param>
    /// <param name="lease">Of this node; null in one process.</param>
    public static EntityKind KindFor(
        CurrentGeneration generation,
        TokenUseSettings settings,
        TimeProvider time,
        IHomeLease? lease = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new EntityKind(
            message => message is UseToken { Hash: [var bucket, ..] } ? bucket.ToString() : null,
            _ => Props.Create(
                () => new TokenUseActor(generation, settings, time, lease ?? OneProcess.Instance)),
            Buckets,
            settings.WaitingMax,
            (_, sender, _) => sender.Tell(new TokenRefused(TokenRefusal.Busy)));
    }

    protected override bool AroundReceive(Receive receive, object message)
    {
        if (!IsRecovering || message is not UseToken || _recovering.TryAdd(Sender))
            return base.AroundReceive(receive, message);

        Sender.Tell(new TokenRefused(TokenRefusal.Busy));
        return true;
    }

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case StoredEvent { Event: TokensUsed m } stored when _chain.Continue(stored, LastSequenceNr):
                Remember(m);
                break;
            case StoredEvent:
                throw new InvalidDataException($"event {LastSequenceNr} of {PersistenceId} makes no sense");
            case RecoveryCompleted:
                _recovering.Clear();
                Context.SetReceiveTimeout(IdleTimeout);
                break;
        }
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case UseToken when _waiting.Count >= _settings.WaitingMax: Refuse(TokenRefusal.Busy); break;
            case UseToken m: _waiting.Enqueue((m, Sender)); Serve(); break;
            case ReceiveTimeout: Trim(countMin: 1); Context.Parent.Tell(Passivate.Instance); break;
            case StopEntity: _isStopping = true; Serve(); break;
            case DeleteMessagesSuccess or DeleteMessagesFailure: break;
            default: Unhandled(message); break;
        }
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        // Akka stops this actor, and the store has logged that it fails.
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        // Where the store is away, the store has logged it, and every request would log it again.
        if (reason is InvalidDataException) base.OnRecoveryFailure(reason, message);
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
        Context.Stop(Self);

    protected override void PostStop()
    {
        // Who is answered may ask again at once: that is for its successor.
        Context.Parent.Tell(Passivate.Instance);
        _recovering.Answer(Unavailable);
        foreach (var (_, sender) in _decided) sender.Tell(Unavailable);
        RefuseWaiting();
        base.PostStop();
    }

    private void RefuseWaiting()
    {
        while (_waiting.TryDequeue(out var next)) next.Sender.Tell(Unavailable);
    }

    private void Refuse(TokenRefusal reason) => Sender.Tell(new TokenRefused(reason));

    private void Serve()
    {
        while (!_isStoring && _waiting.Count > 0)
        {
            // Another node may have the bucket by now.
            if (!_lease.MayStore)
            {
                RefuseWaiting();
                break;
            }

            var used = Decide();
            if (used.Tokens.Count > 0) Store(used);
            else Answer();
        }
        if (!_isStoring && _isStopping) Context.Stop(Self);
    }

    // The state runs ahead of what is stored: where that fails, this actor stops.
    private TokensUsed Decide()
    {
        _used.Forget(_time.GetUtcNow());
        var used = new TokensUsed();
        while (_decided.Count < BatchMax && _waiting.TryDequeue(out var next))
            _decided.Add((Use(next.Request, used), next.Sender));
        return used;
    }

    private object Use(UseToken token, TokensUsed used)
    {
        if (_used.Contains(token.Hash)) return new TokenRefused(TokenRefusal.AlreadyUsed);
        if (_used.IsFull) return new TokenRefused(TokenRefusal.TooMany);

        _used.Add(token.Hash, token.ExpiresAt);
        used.Tokens.Add(new UsedToken
        {
            Hash = ByteString.CopyFrom(Convert.FromHexString(token.Hash)),
            ExpiresAt = token.ExpiresAt.UtcTicks,
        });
        return TokenUsed.Instance;
    }

    private void Store(TokensUsed used)
    {
        _isStoring = true;
        PersistAsync(_chain.Next(used), _ =>
        {
            _isStoring = false;
            AddPiece(used);
            Answer();
            Trim(TrimmedMin);
            Serve();
        });
    }

    private void Answer()
    {
        foreach (var (answer, sender) in _decided) sender.Tell(answer);
        _decided.Clear();
    }

    private void Remember(TokensUsed used)
    {
        foreach (var token in used.Tokens)
            _used.Add(Convert.ToHexStringLower(token.Hash.Span), ExpiryOf(token));
        _used.Forget(_time.GetUtcNow());
        AddPiece(used);
    }

    private void AddPiece(TokensUsed used) =>
        _pieces.Add(LastSequenceNr, lastOffset: 0, used.Tokens.Max(ExpiryOf));

    private void Trim(int countMin)
    {
        if (_pieces.TakeUnwanted(oldestKept: 1, _time.GetUtcNow(), countMin) is { } sequenceNr)
            DeleteMessages(sequenceNr);
    }

    private static DateTimeOffset ExpiryOf(UsedToken token) => new(token.ExpiresAt, TimeSpan.Zero);
}
