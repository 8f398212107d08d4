namespace Broker.Hocon;

/// <summary>
/// One value of the tree as it was written. Nodes are compared by identity: the resolver remembers what
/// each of them became.
/// </summary>
internal abstract class Node(ConfigOrigin origin)
{
    public ConfigOrigin Origin { get; } = origin;

    /// <summary>True when nothing inside waits for a substitution.</summary>
    public abstract bool IsClosed { get; }

    /// <summary>
    /// A string, number or boolean: HOCON converts between them, so the text is all there is.
    /// </summary>
    public sealed class Scalar(ConfigOrigin origin, string text, bool isBlank = false) : Node(origin)
    {
        public string Text { get; } = text;

        /// <summary>
        /// White space between two parts of a concatenation: kept between texts, else dropped.
        /// </summary>
        public bool IsBlank { get; } = isBlank;

        public override bool IsClosed => true;
    }

    public sealed class Null(ConfigOrigin origin) : Node(origin)
    {
        public override bool IsClosed => true;
    }

    public sealed class List(ConfigOrigin origin, IReadOnlyList<Node> items) : Node(origin)
    {
        public IReadOnlyList<Node> Items { get; } = items;

        public override bool IsClosed { get; } = items.All(item => item.IsClosed);
    }

    public sealed class Object(ConfigOrigin origin, Dictionary<string, Node> fields) : Node(origin)
    {
        public Dictionary<string, Node> Fields { get; } = fields;

        /// <summary>
        /// Set where an object replaced something else: what lies below that is out of reach.
        /// </summary>
        public bool HidesLower { get; init; }

        public override bool IsClosed => Fields.Values.All(value => value.IsClosed);
    }

    /// <summary><c>${path}</c> or <c>${?path}</c>, written in the value of <paramref name="key"/>.</summary>
    public sealed class Substitution(ConfigOrigin origin, string key, IReadOnlyList<string> path)
        : Node(origin)
    {
        public string Key { get; } = key;

        public IReadOnlyList<string> Path { get; } = path;

        public bool IsOptional { get; init; }

        /// <summary>
        /// Where the file that holds it was included; the path is tried below this one first.
        /// </summary>
        public IReadOnlyList<string> IncludedAt { get; init; } = [];

        /// <summary>Made for <c>+=</c>: means the list itself, never an environment variable.</summary>
        public bool IsAppend { get; init; }

        public override bool IsClosed => false;
    }

    /// <summary>
    /// Several values side by side, of which at least one is a substitution, list or object.
    /// </summary>
    public sealed class Concatenation(ConfigOrigin origin, string key, IReadOnlyList<Node> parts)
        : Node(origin)
    {
        public string Key { get; } = key;

        public IReadOnlyList<Node> Parts { get; } = parts;

        public override bool IsClosed => false;
    }

    /// <summary>
    /// A key that was set twice where only resolving tells what becomes of the two: <paramref name="high"/>
    /// was set later, and what it says about its own key means <paramref name="low"/>.
    /// </summary>
    public sealed class Merge(Node low, Node high) : Node(high.Origin)
    {
        public Node Low { get; } = low;

        public Node High { get; } = high;

        public override bool IsClosed => false;
    }
}
