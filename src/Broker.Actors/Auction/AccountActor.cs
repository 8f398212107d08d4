using Akka.Persistence;
using Broker.Actors.Auction.Proto;
using Broker.Actors.Cluster;
using Broker.Actors.Persistence;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Cluster.EntityProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// The account of one name, or the place where it would be: so a name is given once. It is created when it is
/// stored. It stops when nothing was asked for a while, at once where there is no account, or when it fails:
/// then those that wait are answered.
/// </summary>
internal sealed class AccountActor : UntypedPersistentActor
{
    private static readonly Refused Unavailable = new(RefuseReason.Unavailable);

    private readonly AuctionDependencies _dependencies;
    private readonly EventChain _chain;
    private readonly RecoveringSenders _recovering;
    private readonly Queue<(object Request, IActorRef Sender)> _waiting = new();
    private readonly IActorRef _auction;
    private readonly string _username;
    private string? _passwordHash;
    private bool _isStoring;
    private bool _isStopping;

    public AccountActor(AuctionDependencies dependencies, IActorRef auction)
    {
        (_dependencies, _auction) = (dependencies, auction);
        _chain = new EventChain(dependencies.Generation);
        _recovering = new RecoveringSenders(dependencies.Settings.WaitingMax);
        _username = EntityName.IdOf(Self);
    }

    public override string PersistenceId => AuctionIds.OfAccount(_username);

    public override Recovery Recovery => Recoveries.WithoutSnapshot;

    public static Props PropsFor(AuctionDependencies dependencies, IActorRef auction) =>
        Props.Create(() => new AccountActor(dependencies, auction));

    protected override bool AroundReceive(Receive receive, object message)
    {
        if (!IsRecovering || message is not IAccountCommand || _recovering.TryAdd(Sender))
            return base.AroundReceive(receive, message);

        Sender.Tell(new Refused(RefuseReason.Busy));
        return true;
    }

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case StoredEvent { Event: AccountCreated m } stored
                when _chain.Continue(stored, LastSequenceNr) && m.Username == _username:
                _passwordHash = m.PasswordHash;
                break;
            case StoredEvent { Event: PasswordRenewed m } stored
                when _chain.Continue(stored, LastSequenceNr) && _passwordHash is not null:
                _passwordHash = m.PasswordHash;
                break;
            case StoredEvent:
                throw new InvalidDataException($"event {LastSequenceNr} of {PersistenceId} makes no sense");
            case RecoveryCompleted:
                _recovering.Clear();
                Context.SetReceiveTimeout(_dependencies.Settings.IdleTimeout);
                break;
        }
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case IAccountCommand m: Take(m); break;
            case ReceiveTimeout: Context.Parent.Tell(Passivate.Instance); break;
            case StopEntity: _isStopping = true; Serve(); break;
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
        RefuseWaiting();
        base.PostStop();
    }

    private void RefuseWaiting()
    {
        while (_waiting.TryDequeue(out var next)) next.Sender.Tell(Unavailable);
    }

    private void Take(IAccountCommand command)
    {
        if (_waiting.Count >= _dependencies.Settings.WaitingMax)
        {
            Sender.Tell(new Refused(RefuseReason.Busy));
            return;
        }

        _waiting.Enqueue((command, Sender));
        Serve();
    }

    private void Serve()
    {
        // Another node may have the account by now.
        if (!_isStoring && !_dependencies.Lease.MayStore) RefuseWaiting();
        while (!_isStoring && _waiting.TryPeek(out var next))
        {
            if (next.Request is SignUp signUp && _passwordHash is null)
            {
                Store(signUp);
                return;
            }
            if (next.Request is RenewPassword renew && _passwordHash == renew.OldHash)
            {
                Store(renew);
                return;
            }

            _waiting.Dequeue().Sender.Tell(Decide(next.Request));
        }
        if (_isStoring) return;

        if (_isStopping) Context.Stop(Self);
        else if (_passwordHash is null) Context.Parent.Tell(Passivate.Instance);
    }

    private object Decide(object request) => request switch
    {
        _ when _passwordHash is null => new Refused(RefuseReason.Unknown),
        FindAccount or RenewPassword => new AccountFound(_username, _passwordHash),
        _ => new Refused(RefuseReason.NameTaken),
    };

    private void Store(SignUp request)
    {
        _isStoring = true;
        var created = new AccountCreated { Username = _username, PasswordHash = request.PasswordHash };
        PersistAsync(_chain.Next(created), _ =>
        {
            (_isStoring, _passwordHash) = (false, created.PasswordHash);
            _auction.Tell(new AccountMade(IsElsewhere: false));
            _waiting.Dequeue().Sender.Tell(new SignedUp(_username));
            Serve();
        });
    }

    private void Store(RenewPassword request)
    {
        _isStoring = true;
        PersistAsync(_chain.Next(new PasswordRenewed { PasswordHash = request.NewHash }), _ =>
        {
            (_isStoring, _passwordHash) = (false, request.NewHash);
            _waiting.Dequeue().Sender.Tell(new AccountFound(_username, request.NewHash));
            Serve();
        });
    }
}
