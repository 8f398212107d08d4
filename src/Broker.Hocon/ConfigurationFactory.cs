using System.Reflection;

namespace Broker.Hocon;

/// <summary>
/// Texts to configurations. Bad syntax throws a <see cref="ConfigurationException"/> here; a substitution
/// that leads nowhere throws when the first value is read, because a fallback may still bring what it
/// means.
/// </summary>
public static class ConfigurationFactory
{
    /// <summary>Reads a text that is in memory; <paramref name="origin"/> is what errors call it.</summary>
    public static Config ParseString(string text, string origin = "string")
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Config(new Parser(SourceText.Check(text, origin), origin, new Includes()).Parse());
    }

    /// <summary>
    /// Reads a file; what it includes is looked up relative to it. Errors call it as it is named here.
    /// </summary>
    public static Config ParseFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new Config(new Includes().ParseFile(path, [], new ConfigOrigin(path, 0, 0)));
    }

    /// <summary>
    /// Reads an embedded resource, such as a <c>reference.conf</c> beside the code that reads it.
    /// </summary>
    /// <exception cref="ArgumentException">The assembly has no such resource.</exception>
    public static Config ParseResource(Assembly assembly, string name)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var origin = $"{assembly.GetName().Name}/{name}";
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException($"There is no resource '{origin}'.", nameof(name));
        return new Config(new Parser(SourceText.Read(stream, origin), origin, new Includes()).Parse());
    }

    /// <summary>
    /// Settings from outside a file, each a path and a text that is taken literally; later ones win. For
    /// lists use <see cref="FromList"/>. <paramref name="origin"/> is what errors say instead of a file,
    /// such as
    /// <c>command line --port</c>.
    /// </summary>
    public static Config FromPairs(IEnumerable<KeyValuePair<string, string>> pairs, string origin)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var root = new Node.Object(new ConfigOrigin(origin, 0, 0), []);
        foreach (var (key, text) in pairs) Put(root, key, new Node.Scalar(root.Origin, text));
        return new Config(root);
    }

    /// <summary>One list from outside a file; its items are literal, as in <see cref="FromPairs"/>.</summary>
    public static Config FromList(string path, IEnumerable<string> items, string origin)
    {
        ArgumentNullException.ThrowIfNull(items);
        var root = new Node.Object(new ConfigOrigin(origin, 0, 0), []);
        var scalars = items.Select(item => new Node.Scalar(root.Origin, item));
        Put(root, path, new Node.List(root.Origin, [.. scalars]));
        return new Config(root);
    }

    private static void Put(Node.Object root, string key, Node value)
    {
        var path = ConfigPath.Parse(key, root.Origin.File);
        if (path.Count > Limits.NestingMax)
        {
            throw new ConfigurationException(root.Origin, key, $"nested deeper than {Limits.NestingMax}");
        }

        for (var i = path.Count - 1; i > 0; i--)
        {
            value = new Node.Object(root.Origin, new() { [path[i]] = value });
        }

        Merging.Put(root.Fields, path[0], value);
    }
}
