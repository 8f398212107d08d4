using System.Text.RegularExpressions;
using Akka.Cluster.Sharding;
using Akka.Configuration;
using Akka.Remote;
using Akka.Streams;
using Broker.Actors.Configuration;
using AkkaCluster = Akka.Cluster.Cluster;

namespace Broker.Gateway.Configuration;

/// <summary>
/// Finds keys that nothing reads. A mistyped limit is no limit, so it is an error and not a warning.
/// </summary>
internal static partial class UnknownKeys
{
    private const string Akka = "akka";

    /// <summary>One line for each, with its place and the key that was probably meant.</summary>
    public static IReadOnlyList<string> In(LayeredConfig config, LayeredConfig reference)
    {
        var known = reference.Entries.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal);
        return [
            .. from entry in config.Entries.OrderBy(entry => entry.Path, StringComparer.Ordinal)
               where !known.Contains(entry.Path) && !IsBelow(entry.Path, Akka)
               let problem = Problem(entry, known)
               where problem is not null
               select $"{entry.Origin}: {entry.Path}: {problem}",
        ];
    }

    /// <summary>
    /// One line for each key below <c>akka</c> that Akka.NET's reference does not have. It may be right:
    /// dispatchers, serializers and deployments have names of the user's choice.
    /// </summary>
    public static IReadOnlyList<string> OfAkka(LayeredConfig config, LayeredConfig reference)
    {
        var known = reference.Entries.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal);
        var own = config.Entries.Where(entry => IsBelow(entry.Path, Akka) && !known.Contains(entry.Path));
        var akka = new Lazy<Config>(() =>
            ConfigurationFactory.Default()
                .WithFallback(ActorMaterializer.DefaultConfig())
                .WithFallback(ClusterSharding.DefaultConfig())
                .WithFallback(Reference<AkkaCluster>("Cluster"))
                .WithFallback(Reference<RemoteSettings>("Remote")));
        return [
            .. from entry in own.OrderBy(entry => entry.Path, StringComparer.Ordinal)
               where !akka.Value.HasPath(entry.Path)
               select $"{entry.Origin}: {entry.Path}: Akka.NET's reference has no such key"
                   + Suggestion(entry.Path, akka.Value),
        ];
    }

    private static Config Reference<T>(string name) =>
        ConfigurationFactory.FromResource<T>($"Akka.{name}.Configuration.{name}.conf");

    private static string Suggestion(string path, Config akka)
    {
        var end = path.LastIndexOf('.');
        return akka.GetValue(path[..end])?.GetObject() is { } section
            && NearestKey.To(path[(end + 1)..], section.Items.Keys) is { } nearest
                ? $"; did you mean {path[..end]}.{nearest}?"
                : "";
    }

    private static bool IsBelow(string path, string section) =>
        path.StartsWith(section + '.', StringComparison.Ordinal);

    private static string? Problem(SettingEntry entry, HashSet<string> known)
    {
        // Kinds and issuers have names of the user's choice; below a name is what the default one has.
        var named = NamedSection().Match(entry.Path);
        var (name, byDefault) = (named.Value, $"{named.Groups[1].Value}.default");
        var path = named.Success ? byDefault + entry.Path[name.Length..] : entry.Path;
        if (known.Contains(path)) return null;

        if (known.Any(key => IsBelow(key, path)))
            return entry.Value == "{}" ? null : "is a section, not a value";
        return NearestKey.To(path, known) is { } nearest
            ? $"there is no such key; did you mean {InSection(nearest, name, byDefault)}?"
            : "there is no such key";
    }

    private static string InSection(string key, string name, string byDefault) =>
        name.Length > 0 && key.StartsWith(byDefault, StringComparison.Ordinal)
            ? name + key[byDefault.Length..]
            : key;

    [GeneratedRegex("""^(broker\.(?:channel\.kinds|tokens\.issuers))\.(?:"[^"]*"|[^."]+)""")]
    private static partial Regex NamedSection();
}
