using Broker.Actors.Journal;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// All accounts, by name; a name is given once. What waits is decided on in order and stored in one append;
/// an account is there when it is stored. Before it has read what is stored, requests wait; where other nodes
/// store, too, so does who asks for a name that it does not know. It lives as long as the auction.
/// </summary>
internal sealed class AccountActor : UntypedActor, IWithTimers
{
    private const int PageEventsMax = 10_000;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly StreamName Accounts = StreamName.Parse("accounts");

    private readonly Dictionary<string, string> _hashes = new(StringComparer.Ordinal);
    private readonly Queue<Waiting> _waiting = new();
    private readonly Dictionary<string, Waiting> _storing = new(StringComparer.Ordinal);
    private readonly AuctionDependencies _around;
    private bool _isRead;
    private int _covered;
    private long _version;

    public AccountActor(AuctionDependencies around) => _around = around;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(AuctionDependencies around) =>
        Props.Create(() => new AccountActor(around));

    protected override void PreStart() => Read();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case FindAccount m when TryFind(m, Sender): break;
            case SignUp or FindAccount: Take(message); break;
            case Page m: Continue(m); break;
            case Stored m: Commit(m); break;
            case WrongVersion: DecideAgain(); break;
            case Rejected m: Refuse(m.Reason, m.Detail); break;
            case JournalFailed m: throw new IOException("the accounts cannot be kept", m.Cause);
            case Retry: Read(); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PostStop()
    {
        var refused = new Refused(RefuseReason.Unavailable);
        foreach (var (_, sender, _) in _storing.Values) sender.Tell(refused);
        foreach (var (_, sender, _) in _waiting) sender.Tell(refused);
    }

    private void Take(object request)
    {
        if (_waiting.Count >= _around.Settings.WaitingMax)
        {
            Sender.Tell(new Refused(RefuseReason.Busy));
            return;
        }

        _waiting.Enqueue(new Waiting(request, Sender, _around.Time.GetTimestamp()));
        Decide();
    }

    // An account that is there stays as it is: only that there is none may be out of date.
    private bool TryFind(FindAccount request, IActorRef sender)
    {
        if (!_hashes.TryGetValue(request.Username, out var hash)) return false;

        sender.Tell(new AccountFound(request.Username, hash));
        return true;
    }

    // What is read is new enough for all that wait when the read begins.
    private void Read()
    {
        (_isRead, _covered) = (false, _waiting.Count);
        Await(_around.Journal.ReadAsync(new Read(Accounts, _version + 1, PageEventsMax)));
    }

    private void Continue(Page page)
    {
        foreach (var recorded in page.Events)
        {
            if (!AccountCodec.TryRead(recorded.Type, recorded.Payload.Span, out var account))
                throw new InvalidDataException($"version {recorded.Version} of {Accounts} makes no sense");

            _hashes.TryAdd(account.Username, account.PasswordHash);
            _version = recorded.Version;
        }

        if (page.Events.Count > 0 && _version < page.LastVersion)
        {
            Read();
            return;
        }

        _isRead = true;
        Decide();
    }

    private void Decide()
    {
        while (_isRead && _storing.Count == 0 && _waiting.Count > 0)
        {
            while (_storing.Count < _around.Settings.BatchMax
                && _waiting.TryPeek(out var next) && CanDecide(next.Request))
            {
                _waiting.Dequeue();
                _covered = Math.Max(0, _covered - 1);
                Decide(next);
            }
            if (_storing.Count > 0) Store();
            else if (_waiting.Count > 0) Read();
        }
    }

    private bool CanDecide(object request) => request switch
    {
        SignUp m => !IsBeingStored(m),
        FindAccount m => !IsShared || _covered > 0 || _hashes.ContainsKey(m.Username),
        _ => true,
    };

    private bool IsShared => _around.Journal.IsShared;

    // Whether its name is taken is known when that is stored or refused.
    private bool IsBeingStored(SignUp request) => _storing.ContainsKey(request.Username);

    private void Decide(Waiting next)
    {
        if (next.Request is FindAccount find)
        {
            if (!TryFind(find, next.Sender)) next.Sender.Tell(new Refused(RefuseReason.Unknown));
            return;
        }

        var username = ((SignUp)next.Request).Username;
        if (_hashes.ContainsKey(username))
            next.Sender.Tell(new Refused(RefuseReason.NameTaken));
        else if (_hashes.Count + _storing.Count >= _around.Settings.AccountsMax)
            next.Sender.Tell(new Refused(RefuseReason.Full));
        else _storing.Add(username, next);
    }

    private void Store()
    {
        var events = _storing.Values.Select(one => AccountCodec.Write((SignUp)one.Request)).ToList();
        Await(_around.Journal.AppendAsync(
            new Append(Accounts, events, _around.Settings.Journal) { ExpectedVersion = _version }));
    }

    private void Commit(Stored stored)
    {
        _version = stored.FirstVersion + _storing.Count - 1;
        foreach (var (request, sender, _) in _storing.Values)
        {
            var account = (SignUp)request;
            _hashes.Add(account.Username, account.PasswordHash);
            sender.Tell(new SignedUp(account.Username));
        }
        _storing.Clear();
        // Who has just won would win again and again, while a rival reads what it has lost by: so both read.
        if (IsShared && _waiting.Count > 0) Read();
        else Decide();
    }

    // Somebody else appended: these are decided on when that is read, ahead of whoever waits.
    private void DecideAgain()
    {
        var waiting = _waiting.ToArray();
        _waiting.Clear();
        foreach (var one in _storing.Values)
        {
            if (_around.Time.GetElapsedTime(one.Since) < _around.Settings.DecideWithin) _waiting.Enqueue(one);
            else one.Sender.Tell(new Refused(RefuseReason.Busy));
        }
        foreach (var one in waiting) _waiting.Enqueue(one);
        _storing.Clear();
        Read();
    }

    private void Refuse(RejectReason reason, string detail)
    {
        var refused = new Refused(
            reason == RejectReason.Busy ? RefuseReason.Busy : RefuseReason.Unavailable);
        if (!_isRead)
        {
            Context.GetLogger().Error("The accounts cannot be read: {0}", detail);
            while (_waiting.TryDequeue(out var next)) next.Sender.Tell(refused);
            _covered = 0;
            Timers.StartSingleTimer(Retry.Instance, Retry.Instance, RetryInterval);
            return;
        }

        foreach (var (_, sender, _) in _storing.Values) sender.Tell(refused);
        _storing.Clear();
        Decide();
    }

    private void Await(ValueTask<Answer> answer) =>
        answer.PipeTo(Self, failure: cause => new JournalFailed(cause));

    private sealed record Waiting(object Request, IActorRef Sender, long Since);

    private sealed record Retry
    {
        public static readonly Retry Instance = new();
    }
}
