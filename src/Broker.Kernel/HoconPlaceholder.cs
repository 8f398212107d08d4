using System.Globalization;

namespace Broker.Hocon;

public sealed class Config
{
    public static Config Empty { get; } = new();
    public Dictionary<string, string> Values { get; } = [];
    public int GetInt(string path, int @default = 0) =>
        Values.TryGetValue(path, out var v) ? int.Parse(v, CultureInfo.InvariantCulture) : @default;
    public string GetString(string path, string @default = "") => Values.GetValueOrDefault(path, @default);
    public bool GetBoolean(string path, bool @default = false) =>
        Values.TryGetValue(path, out var v) ? v is "on" or "true" : @default;
    public TimeSpan GetTimeSpan(string path, TimeSpan @default = default) => Values.TryGetValue(path, out var v)
        ? TimeSpan.FromSeconds(double.Parse(v.TrimEnd('s'), CultureInfo.InvariantCulture)) : @default;
    public bool HasPath(string path) => Values.ContainsKey(path);
    public Config WithFallback(Config other)
    {
        var both = new Config();
        foreach (var (k, v) in other.Values) both.Values[k] = v;
        foreach (var (k, v) in Values) both.Values[k] = v;
        return both;
    }
}

public static class ConfigurationFactory
{
    public static Config ParseString(string text)
    {
        var config = new Config();
        foreach (var line in text.Split('\n'))
        {
            var at = line.IndexOf('=');
            if (at > 0) config.Values[line[..at].Trim()] = line[(at + 1)..].Trim().Trim('"');
        }
        return config;
    }
}
