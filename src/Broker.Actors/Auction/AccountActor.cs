using Broker.Actors.Journal;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// All accounts, by name; a name is given once. What waits is decided on in order and stored in one append;
/// an account is there when it is stored. It lives as long as the auction; before it has read what is
/// stored, requests wait.
/// </summary>
internal sealed class AccountActor : UntypedActor, IWithTimers
{
    private const int PageEventsMax = 10_000;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly StreamName Accounts = StreamName.Parse("accounts");

    private readonly Dictionary<string, string> _hashes = new(StringComparer.Ordinal);
    private readonly Queue<(object Request, IActorRef Sender)> _waiting = new();
    private readonly Dictionary<string, (SignUp Request, IActorRef Sender)> _storing =
        new(StringComparer.Ordinal);
    private readonly AuctionSurroundings _around;
    private bool _isRead;
    private long _version;

    public AccountActor(AuctionSurroundings around) => _around = around;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(AuctionSurroundings around) =>
        Props.Create(() => new AccountActor(around));

    protected override void PreStart() => Read();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case FindAccount m when _isRead: Find(m, Sender); break;
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
        foreach (var (_, sender) in _storing.Values) sender.Tell(refused);
        foreach (var (_, sender) in _waiting) sender.Tell(refused);
    }

    private void Take(object request)
    {
        if (_waiting.Count >= _around.Settings.WaitingMax)
        {
            Sender.Tell(new Refused(RefuseReason.Busy));
            return;
        }

        _waiting.Enqueue((request, Sender));
        Decide();
    }

    private void Find(FindAccount request, IActorRef sender) => sender.Tell(
        _hashes.TryGetValue(request.Username, out var hash)
            ? new AccountFound(request.Username, hash)
            : new Refused(RefuseReason.Unknown));

    private void Read() => Await(
        _around.Journal.ReadAsync(new Read(Accounts, _version + 1, PageEventsMax)));

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
                && _waiting.TryPeek(out var next) && !IsBeingStored(next.Request))
            {
                _waiting.Dequeue();
                if (next.Request is FindAccount find) Find(find, next.Sender);
                else Decide((SignUp)next.Request, next.Sender);
            }
            if (_storing.Count > 0) Store();
        }
    }

    // Whether its name is taken is known when that is stored or refused.
    private bool IsBeingStored(object request) =>
        request is SignUp signUp && _storing.ContainsKey(signUp.Username);

    private void Decide(SignUp request, IActorRef sender)
    {
        if (_hashes.ContainsKey(request.Username))
            sender.Tell(new Refused(RefuseReason.NameTaken));
        else if (_hashes.Count + _storing.Count >= _around.Settings.AccountsMax)
            sender.Tell(new Refused(RefuseReason.Full));
        else _storing.Add(request.Username, (request, sender));
    }

    private void Store()
    {
        var events = _storing.Values.Select(one => AccountCodec.Write(one.Request)).ToList();
        Await(_around.Journal.AppendAsync(
            new Append(Accounts, events, _around.Settings.Journal) { ExpectedVersion = _version }));
    }

    private void Commit(Stored stored)
    {
        _version = stored.FirstVersion + _storing.Count - 1;
        foreach (var (request, sender) in _storing.Values)
        {
            _hashes.Add(request.Username, request.PasswordHash);
            sender.Tell(new SignedUp(request.Username));
        }
        _storing.Clear();
        Decide();
    }

    // Somebody else appended: these are decided on when that is read, ahead of whoever waits.
    private void DecideAgain()
    {
        var waiting = _waiting.ToArray();
        _waiting.Clear();
        foreach (var (request, sender) in _storing.Values) _waiting.Enqueue((request, sender));
        foreach (var one in waiting) _waiting.Enqueue(one);
        _storing.Clear();
        _isRead = false;
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
            Timers.StartSingleTimer(Retry.Instance, Retry.Instance, RetryInterval);
            return;
        }

        foreach (var (_, sender) in _storing.Values) sender.Tell(refused);
        _storing.Clear();
        Decide();
    }

    private void Await(ValueTask<Answer> answer) =>
        answer.PipeTo(Self, failure: cause => new JournalFailed(cause));

    private sealed record Retry
    {
        public static readonly Retry Instance = new();
    }
}
