namespace Broker.Hocon;

/// <summary>
/// Tokens to a tree of nodes. Substitutions stay in the tree, with all the layers they may need, until the
/// <see cref="Resolver"/> sees the whole configuration.
/// </summary>
internal sealed class Parser
{
    private readonly TokenReader _tokens;
    private readonly Includes _includes;
    private readonly ValueParser _values;
    private readonly string _file;

    // The keys from the root of this text to the value being read. Inside a list there is no such path.
    private readonly List<string> _path = [];
    private int _depth, _listDepth;

    public Parser(string text, string file, Includes includes)
    {
        _tokens = new TokenReader(Lexer.Read(text, file));
        _values = new ValueParser(_tokens, this);
        (_file, _includes) = (file, includes);
    }

    /// <summary>Where relative includes are looked up; null when the text is not a file.</summary>
    public string? Directory { get; init; }

    /// <summary>The path at which another file includes this one.</summary>
    public IReadOnlyList<string> IncludedAt { get; init; } = [];

    /// <summary>The key of the value being read, from the root of the whole configuration.</summary>
    public string Key => ConfigPath.Render([.. IncludedAt, .. _path]);

    /// <summary>The whole text as one object, with or without braces.</summary>
    public Node.Object Parse()
    {
        var origin = new ConfigOrigin(_file, 1, 1);
        _depth = IncludedAt.Count;
        _tokens.SkipLines();
        if (_tokens.Is(TokenKind.ListOpen)) throw _tokens.Unexpected("an object");

        if (!_tokens.Is(TokenKind.ObjectOpen)) return ReadFields(origin, TokenKind.End, "a key");

        var root = ReadObject();
        _tokens.SkipLines();
        _tokens.Expect(TokenKind.End, "the end of the text");
        return root;
    }

    public Node.Object ReadObject()
    {
        var origin = _tokens.Take().Origin;
        Enter(origin);
        var result = ReadFields(origin, TokenKind.ObjectClose, "a key or '}'");
        _depth--;
        return result;
    }

    public Node.List ReadList()
    {
        var origin = _tokens.Take().Origin;
        Enter(origin);
        _listDepth++;
        var items = new List<Node>();
        _tokens.SkipLines();
        var isSeparated = true;
        while (!_tokens.TryTake(TokenKind.ListClose))
        {
            if (!isSeparated) throw _tokens.Unexpected("',', the end of the line or ']'");

            items.Add(_values.Read("a value or ']'"));
            isSeparated = _tokens.SkipSeparator();
        }

        _listDepth--;
        _depth--;
        return new Node.List(origin, items);
    }

    private Node.Object ReadFields(ConfigOrigin origin, TokenKind close, string expected)
    {
        var result = new Node.Object(origin, []);
        _tokens.SkipLines();
        for (var isSeparated = true; !_tokens.TryTake(close); isSeparated = _tokens.SkipSeparator())
        {
            if (_tokens.Is(TokenKind.End)) throw _tokens.Unexpected("'}'");
            if (!isSeparated) throw _tokens.Unexpected("',' or the end of the line");
            if (IncludeStatement.IsStart(_tokens.Next)) Include(result);
            else ReadField(result, expected);
        }

        return result;
    }

    private void ReadField(Node.Object parent, string expected)
    {
        var (path, origin) = ReadKey(expected);
        foreach (var _ in path.Skip(1)) Enter(origin);
        if (_listDepth == 0) _path.AddRange(path);

        var value = ReadFieldValue(origin);
        for (var i = path.Count - 1; i > 0; i--)
        {
            value = new Node.Object(origin, new Dictionary<string, Node> { [path[i]] = value });
        }

        Merging.Put(parent.Fields, path[0], value);
        if (_listDepth == 0) _path.RemoveRange(_path.Count - path.Count, path.Count);
        _depth -= path.Count - 1;
    }

    private (List<string> Path, ConfigOrigin Origin) ReadKey(string expected)
    {
        var origin = _tokens.Next.Origin;
        var path = ConfigPath.Parse(_tokens.TakeKey(expected), origin);
        _tokens.SkipLines();
        return (path, origin);
    }

    private Node ReadFieldValue(ConfigOrigin keyOrigin)
    {
        if (_tokens.Is(TokenKind.ObjectOpen)) return _values.Read("a value");
        if (_tokens.TryTake(TokenKind.PlusEqual)) return ReadAppend(keyOrigin);
        if (!_tokens.TryTake(TokenKind.Colon) && !_tokens.TryTake(TokenKind.Equal))
        {
            throw _tokens.Unexpected("'=', ':', '+=' or '{' after the key");
        }

        _tokens.SkipLines();
        return _values.Read("a value");
    }

    // a += b means a = ${?a} [b].
    private Node.Concatenation ReadAppend(ConfigOrigin keyOrigin)
    {
        if (_listDepth > 0) throw new ConfigurationException(keyOrigin, "'+=' cannot stand inside a list");

        _tokens.SkipLines();
        var item = _values.Read("a value");
        string[] path = [.. IncludedAt, .. _path];
        var earlier = new Node.Substitution(keyOrigin, Key, path) { IsOptional = true, IsAppend = true };
        return new Node.Concatenation(item.Origin, Key, [earlier, new Node.List(item.Origin, [item])]);
    }

    private void Include(Node.Object parent)
    {
        var statement = IncludeStatement.Read(_tokens);
        if (_listDepth > 0) throw statement.Error("include cannot stand inside a list");
        if (Directory is null && !Path.IsPathRooted(statement.File))
        {
            throw statement.Error($"'{statement.File}' is relative, and this text is not a file");
        }

        if (Includes.Find(Directory ?? "", statement.File, statement.Origin) is not { } file)
        {
            if (!statement.IsRequired) return;

            throw statement.Error($"there is no file '{statement.File}' to include");
        }

        var included = _includes.ParseFile(file, [.. IncludedAt, .. _path], statement.Origin);
        foreach (var (key, value) in included.Fields) Merging.Put(parent.Fields, key, value);
    }

    private void Enter(ConfigOrigin origin)
    {
        if (++_depth <= Limits.NestingMax) return;
        throw new ConfigurationException(origin, $"nested deeper than {Limits.NestingMax}");
    }
}
