namespace Broker.Hocon;

/// <summary>Puts a later value over an earlier one: objects merge, everything else replaces.</summary>
internal static class Merging
{
    /// <summary>The two trees as one; neither is changed.</summary>
    public static Node.Object Merge(Node.Object low, Node.Object high) =>
        high.HidesLower ? high : MergeInto((Node.Object)Clone(low), high);

    /// <summary>
    /// Sets a key that may be set already. The objects in <paramref name="fields"/> are changed.
    /// </summary>
    public static void Put(Dictionary<string, Node> fields, string key, Node value) =>
        fields[key] = fields.TryGetValue(key, out var earlier) ? Combine(earlier, value) : value;

    /// <summary>
    /// Merges into an object that nobody else holds: copying it for every key would be quadratic.
    /// </summary>
    public static Node.Object MergeInto(Node.Object low, Node.Object high)
    {
        foreach (var (key, value) in high.Fields) Put(low.Fields, key, value);
        return new Node.Object(high.Origin, low.Fields) { HidesLower = low.HidesLower };
    }

    private static Node Combine(Node low, Node high) => high switch
    {
        Node.Object { HidesLower: true } => high,
        Node.Object h => CombineObject(low, h),
        { IsClosed: true } => high,
        _ => new Node.Merge(low, high),
    };

    private static Node CombineObject(Node low, Node.Object high) => low switch
    {
        Node.Object l => MergeInto(l, high),
        Node.Scalar or Node.Null or Node.List => Hiding(high),
        Node.Merge { High: Node.Object earlier } m => new Node.Merge(m.Low, MergeInto(earlier, high)),
        _ => new Node.Merge(low, high),
    };

    /// <summary>The same object, saying that it replaced a value that is not one.</summary>
    public static Node.Object Hiding(Node.Object node) =>
        new(node.Origin, node.Fields) { HidesLower = true };

    // Only what MergeInto may change is copied: objects, and the objects on top of a merge.
    private static Node Clone(Node node) => node switch
    {
        Node.Object o => new Node.Object(o.Origin, o.Fields.ToDictionary(f => f.Key, f => Clone(f.Value)))
        {
            HidesLower = o.HidesLower,
        },
        Node.Merge { High: Node.Object high } m => new Node.Merge(m.Low, Clone(high)),
        _ => node,
    };
}
