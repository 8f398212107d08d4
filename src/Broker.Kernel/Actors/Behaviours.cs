namespace Broker.Kernel;

/// <summary>
/// The stack of behaviours of an actor that has used <c>Become</c>. A null entry is the actor's own method.
/// </summary>
internal sealed class Behaviours
{
    private readonly Stack<Receive?> _stack = new([null]);

    public static Receive Handled(UntypedReceive receive)
    {
        ArgumentNullException.ThrowIfNull(receive);
        return message =>
        {
            receive(message);
            return true;
        };
    }

    public void Replace(Receive receive)
    {
        _stack.Pop();
        _stack.Push(receive);
    }

    public void Push(Receive receive) => _stack.Push(receive);

    /// <summary>The last one stays.</summary>
    public void Pop()
    {
        if (_stack.Count > 1) _stack.Pop();
    }

    public bool Deliver(ActorBase actor, object message) =>
        _stack.Peek() is { } behaviour ? behaviour(message) : actor.Deliver(message);
}
