namespace Broker.Hocon;

/// <summary>
/// Replaces every substitution of a whole configuration by what it means. A value is worked out when it is
/// first asked for, so order does not matter; a key that asks for itself gets what it was set to before.
/// </summary>
internal sealed class Resolver
{
    private readonly Node.Object _root;
    private readonly Dictionary<Node, Node?> _known = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Node> _objects = new(ReferenceEqualityComparer.Instance);
    private readonly OpenNodes _open = new();
    private long _values, _joinedChars;

    private Resolver(Node.Object root) => _root = root;

    /// <summary>The tree without substitutions, concatenations and merges.</summary>
    public static Node.Object Resolve(Node.Object root) => new Resolver(root).ResolveObject(root, depth: 0);

    private Node.Object ResolveObject(Node.Object node, int depth)
    {
        if (depth > Limits.NestingMax) throw Error(node, null, $"nested deeper than {Limits.NestingMax}");
        if (!_objects.Add(node)) throw Error(node, null, "this object contains itself");

        var fields = new Dictionary<string, Node>(node.Fields.Count);
        foreach (var (key, value) in node.Fields)
        {
            if (Resolve(value, depth + 1) is { } resolved) fields.Add(key, resolved);
        }

        _objects.Remove(node);
        return new Node.Object(node.Origin, fields) { HidesLower = node.HidesLower };
    }

    private Node? Resolve(Node node, int depth)
    {
        var value = Force(node);
        if (value is Node.List list) Measure(list, depth);
        return value is Node.Object o ? ResolveObject(o, depth) : value;
    }

    // What the node is: a scalar, null, resolved list, object whose fields may still wait, or nothing.
    private Node? Force(Node node)
    {
        Spend(node, 1);
        return node switch
        {
            Node.Scalar or Node.Null or Node.Object or Node.List { IsClosed: true } => node,
            _ when _known.TryGetValue(node, out var known) => known,
            _ when _open.Contains(node) => throw Error(node, null, "this value leads back to itself"),
            _ => ForceOnce(node),
        };
    }

    private Node? ForceOnce(Node node)
    {
        _open.Push(node);
        var value = node switch
        {
            Node.Substitution s => ForceSubstitution(s),
            Node.Concatenation c => ForceConcatenation(c),
            Node.Merge m => ForceMerge(m),
            Node.List l => ForceList(l),
            _ => throw new InvalidOperationException($"{node.GetType()} is resolved already."),
        };
        if (_open.Pop()) _known[node] = value;
        return value;
    }

    private Node.List ForceList(Node.List list) =>
        new(list.Origin, [.. list.Items.Select(item => Resolve(item, depth: 1)).OfType<Node>()]);

    private Node? ForceMerge(Node.Merge merge)
    {
        var high = Force(merge.High);
        if (high is null) return Force(merge.Low);
        if (high is not Node.Object { HidesLower: false } h) return high;

        return Force(merge.Low) switch
        {
            null => h,
            Node.Object low => Merging.Merge(low, h),
            _ => Merging.Hiding(h),
        };
    }

    private Node? ForceSubstitution(Node.Substitution substitution)
    {
        var isCircle = false;
        var value = substitution.IncludedAt.Count == 0 ? null
            : Find([.. substitution.IncludedAt, .. substitution.Path], ref isCircle);
        value ??= Find(substitution.Path, ref isCircle);
        if (value is not null || substitution.IsAppend) return value;

        var name = string.Join('.', substitution.Path);
        if (name.Length > 0 && !name.Contains('\0', StringComparison.Ordinal)
            && Environment.GetEnvironmentVariable(name) is { } text)
        {
            return new Node.Scalar(new ConfigOrigin($"environment {name}", 0, 0), text);
        }

        if (substitution.IsOptional) return null;

        var path = ConfigPath.Render(substitution.Path);
        throw Error(substitution, substitution.Key, isCircle
            ? $"${{{path}}} leads back to itself"
            : $"${{{path}}} is set neither in the configuration nor in the environment");
    }

    private Node? Find(IReadOnlyList<string> path, ref bool isCircle)
    {
        Node node = _root;
        foreach (var key in path)
        {
            if (Force(node) is not Node.Object o || !o.Fields.TryGetValue(key, out var value)) return null;
            if (_open.Visible(value) is not { } visible)
            {
                isCircle = true;
                return null;
            }

            node = visible;
        }

        return Force(node);
    }

    private Node? ForceConcatenation(Node.Concatenation concatenation)
    {
        var parts = concatenation.Parts.Select(Force).OfType<Node>().ToList();
        var values = parts.Where(part => part is not Node.Scalar { IsBlank: true }).ToList();
        if (values.Count == 0) return null;
        if (values.All(part => part is Node.Scalar or Node.Null)) return Join(concatenation, parts);
        if (values.All(part => part is Node.List))
        {
            var items = values.SelectMany(part => ((Node.List)part).Items).ToList();
            Spend(concatenation, items.Count);
            return new Node.List(concatenation.Origin, items);
        }

        if (values.All(part => part is Node.Object))
        {
            return values.Aggregate((low, high) => Merging.Merge((Node.Object)low, (Node.Object)high));
        }

        throw Error(concatenation, concatenation.Key, "texts, lists and objects cannot be joined");
    }

    private Node.Scalar Join(Node.Concatenation concatenation, List<Node> parts)
    {
        var texts = parts.Select(part => part is Node.Scalar s ? s.Text : "null").ToList();
        _joinedChars += texts.Sum(text => (long)text.Length);
        if (_joinedChars > Limits.JoinedCharsMax) throw TooLarge(concatenation);

        return new Node.Scalar(concatenation.Origin, string.Concat(texts));
    }

    // A list may hold others that it got by reference: its size and depth show only when it is done.
    private void Measure(Node node, int depth)
    {
        if (depth > Limits.NestingMax) throw Error(node, null, $"nested deeper than {Limits.NestingMax}");

        Spend(node, 1);
        IEnumerable<Node> inner = node switch
        {
            Node.List list => list.Items,
            Node.Object o => o.Fields.Values,
            _ => [],
        };
        foreach (var value in inner) Measure(value, depth + 1);
    }

    private void Spend(Node node, int values)
    {
        if (_open.Count + _objects.Count > Limits.SubstitutionDepthMax)
        {
            throw Error(node, null, $"more than {Limits.SubstitutionDepthMax} values wait for each other");
        }

        _values += values;
        if (_values > Limits.ValuesMax) throw TooLarge(node);
    }

    private static ConfigurationException TooLarge(Node node) =>
        Error(node, null, "substitutions make this configuration too large");

    private static ConfigurationException Error(Node node, string? key, string problem) =>
        new(node.Origin, key, problem);
}
