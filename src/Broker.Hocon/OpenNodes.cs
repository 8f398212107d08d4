namespace Broker.Hocon;

/// <summary>
/// The nodes that are being worked out right now, innermost last. A node that asks for one of them asks for
/// what is below it, and everything between the two may then be remembered by nobody: asked from
/// elsewhere it may have another value.
/// </summary>
internal sealed class OpenNodes
{
    private readonly Dictionary<Node, int> _places = new(ReferenceEqualityComparer.Instance);
    private readonly List<(Node Node, bool IsProvisional)> _stack = [];

    public int Count => _stack.Count;

    public bool Contains(Node node) => _places.ContainsKey(node);

    public void Push(Node node)
    {
        _places.Add(node, _stack.Count);
        _stack.Add((node, false));
    }

    /// <summary>True when the value that was worked out holds for everyone.</summary>
    public bool Pop()
    {
        var (node, isProvisional) = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        _places.Remove(node);
        return !isProvisional;
    }

    /// <summary>
    /// The node itself, or the earlier value below it when it is open; null when there is none.
    /// </summary>
    public Node? Visible(Node node)
    {
        for (var visible = node; ;)
        {
            if (!_places.TryGetValue(visible, out var place)) return visible;

            for (var i = place + 1; i < _stack.Count; i++) _stack[i] = (_stack[i].Node, true);
            if (visible is not Node.Merge merge) return null;
            visible = merge.Low;
        }
    }
}
