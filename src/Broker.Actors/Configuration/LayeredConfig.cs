using System.Collections.Immutable;
using System.Reflection;
using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Broker.Actors.Configuration;

/// <summary>
/// An immutable configuration of layers of HOCON, the later over the earlier. Akka.NET parses all of them as
/// one text, so that <c>${key}</c> means what the key finally is. Each value has the place it was written at.
/// </summary>
public sealed class LayeredConfig
{
    private readonly string _text;
    private readonly ImmutableDictionary<string, HoconPositions.Value> _values;
    private readonly Lazy<Config> _config;
    private readonly Lazy<IReadOnlyList<SettingEntry>> _entries;

    private LayeredConfig(string text, ImmutableDictionary<string, HoconPositions.Value> values)
    {
        (_text, _values) = (text, values);
        _config = new Lazy<Config>(() => ConfigurationFactory.ParseString(_text));
        _entries = new Lazy<IReadOnlyList<SettingEntry>>(() => [.. EntriesOf(Root, [])]);
    }

    public static LayeredConfig Empty { get; } =
        new("", ImmutableDictionary<string, HoconPositions.Value>.Empty);

    /// <summary>What Akka.NET's own code reads.</summary>
    public Config Config => _config.Value;

    /// <summary>All values with their origins, depth first.</summary>
    public IReadOnlyList<SettingEntry> Entries => _entries.Value;

    internal HoconObject Root => Config.Root.GetObject();

    /// <summary>This with a text over it, which messages call <paramref name="source"/>.</summary>
    /// <exception cref="ConfigurationException">
    /// It is not HOCON, or refers to what is no value of it or of this; the message has the place.
    /// </exception>
    public LayeredConfig With(string text, string source)
    {
        var layer = new HoconPositions(text, source);
        var values = _values.SetItems(layer.Values.Select(value => KeyValuePair.Create(value.Path, value)));
        // A reference to a reference could lead back to itself: Akka.NET overflows the stack.
        foreach (var value in layer.Values)
            foreach (var key in value.References)
                if (values.GetValueOrDefault(key) is not { References.Count: 0 })
                    throw new ConfigurationException(
                        $"{value.Origin}: {value.Path}: ${{{key}}} is not a key with a value of its own");

        return new LayeredConfig($"{_text}{layer.Body}\n", values);
    }

    /// <summary>This with the <c>reference.conf</c> over it that an assembly embeds.</summary>
    public LayeredConfig WithReference(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        using var reader = new StreamReader(assembly.GetManifestResourceStream("reference.conf")!);
        return With(reader.ReadToEnd(), $"{assembly.GetName().Name}/reference.conf");
    }

    /// <summary>This with one literal text over it that no file has, or a list of one.</summary>
    public LayeredConfig With(string path, string text, bool isList, string source)
    {
        var value = new HoconPositions.Value(path, new SettingOrigin(source, 0, 0), []);
        var hocon = isList ? $"[{HoconText.Quote(text)}]" : HoconText.Quote(text);
        return new LayeredConfig($"{_text}{path} = {hocon}\n", _values.SetItem(path, value));
    }

    /// <summary>Reads the section at a path; empty for the whole.</summary>
    public SettingReader Section(string path) => new SettingReader(this, Root, []).GetSection(path);

    /// <summary>The place of a value, else of the first one in the innermost section around it.</summary>
    internal SettingOrigin OriginOf(IReadOnlyList<string> path)
    {
        var name = HoconText.Path(path);
        if (_values.TryGetValue(name, out var value)) return value.Origin;

        var inside = Entries.FirstOrDefault(
            entry => entry.Path.StartsWith(name + '.', StringComparison.Ordinal));
        return inside?.Origin
            ?? (path.Count > 1 ? OriginOf([.. path.SkipLast(1)]) : new SettingOrigin("configuration", 0, 0));
    }

    private IEnumerable<SettingEntry> EntriesOf(HoconObject section, IReadOnlyList<string> path)
    {
        foreach (var (key, value) in section.Items)
        {
            string[] inner = [.. path, key];
            if (HoconContent.Of(value) is HoconObject { Items.Count: > 0 } child)
            {
                foreach (var entry in EntriesOf(child, inner)) yield return entry;
                continue;
            }

            var name = HoconText.Path(inner);
            yield return new SettingEntry(name, HoconText.Render(value), _values[name].Origin);
        }
    }
}
