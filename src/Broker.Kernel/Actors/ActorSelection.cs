using System.IO.Enumeration;

namespace Broker.Kernel;

/// <summary>
/// Actors by path, looked up anew with each message. <c>*</c> and <c>?</c> match within one name, <c>..</c>
/// goes up. A message for a path where nobody lives becomes a dead letter.
/// </summary>
public class ActorSelection : ICanTell
{
    private readonly ActorCell _anchor;
    private readonly IReadOnlyList<string> _elements;

    internal ActorSelection(ActorCell anchor, IReadOnlyList<string> elements) =>
        (_anchor, _elements) = (anchor, elements);

    /// <summary>Where the path begins.</summary>
    public IActorRef Anchor => _anchor;

    public string PathString => "/" + string.Join('/', _elements);

    internal ActorSystem System => _anchor.System;

    /// <summary>Without a sender the running actor is the sender.</summary>
    public void Tell(object message, IActorRef? sender = null)
    {
        if (message is null) throw new InvalidMessageException("Message is null");

        sender ??= ActorCell.Current;
        var found = Find(_anchor, 0).ToList();
        foreach (var actor in found) actor.Tell(message, sender);
        if (found.Count == 0) TellNobody(message, sender);
    }

    /// <summary>Throws <see cref="ActorNotFoundException"/> when nobody answers in time.</summary>
    public Task<IActorRef> ResolveOne(TimeSpan timeout) => ResolveOne(timeout, CancellationToken.None);

    public async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            var question = new Identify(new object());
            var identity = await this.Ask<ActorIdentity>(question, timeout, ct).ConfigureAwait(false);
            return identity.Subject ?? throw new ActorNotFoundException($"subject was null: {this}");
        }
        catch (AskTimeoutException timedOut)
        {
            throw new ActorNotFoundException($"timed out: {this}", timedOut);
        }
    }

    public override string ToString() => $"ActorSelection[Anchor({_anchor}), Path({PathString})]";

    internal static ActorSelection Parse(ActorSystem system, ActorCell current, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (PathParser.Parse(path) is { } full)
        {
            var root = full.Address.System == system.Name ? system.Root : system.NoRoot;
            return new ActorSelection(root, full.Elements);
        }

        var elements = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return new ActorSelection(path.StartsWith('/') ? system.Root : current, elements);
    }

    private IEnumerable<KernelRef> Find(ActorCell from, int depth)
    {
        if (depth == _elements.Count) return [from];

        var name = _elements[depth];
        if (name == "..") return from.ParentCell is { } parent ? Find(parent, depth + 1) : [];
        if (name.AsSpan().ContainsAny('*', '?'))
        {
            return from.Children
                .Where(child => FileSystemName.MatchesSimpleExpression(name, child.Name, ignoreCase: false))
                .SelectMany(child => Find(child, depth + 1));
        }
        if (from == System.Root && name == "deadLetters") return [(KernelRef)System.DeadLetters];

        var (element, uid) = PathElement.Split(name);
        return from.FindChild(element) is { } next && (uid == 0 || uid == next.Uid)
            ? Find(next, depth + 1)
            : [];
    }

    private void TellNobody(object message, IActorRef? sender)
    {
        var path = _elements.Aggregate(_anchor.Path, (above, name) => above / name);
        new EmptyRef(System, path).Tell(message, sender);
    }
}
