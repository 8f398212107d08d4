using Akka.Configuration;
using Broker.Actors.Configuration;

namespace Broker.Gateway.Http;

/// <summary>
/// Reads a list of secrets. What is wrong is told without the text of any: error messages end up in logs.
/// </summary>
internal static class SecretList
{
    public static IReadOnlyList<string> From(SettingReader config, string key, int countMin, int countMax)
    {
        var secrets = Texts(config, key);
        if (secrets.Count < countMin || secrets.Count > countMax)
            throw config.Error(key, $"has {secrets.Count} items, not {countMin} to {countMax}");
        // An empty one would be right for whoever sends nothing.
        return secrets.Any(secret => secret.Length == 0)
            ? throw config.Error(key, "has an empty item")
            : secrets;
    }

    private static IReadOnlyList<string> Texts(SettingReader config, string key)
    {
        try
        {
            return config.GetStringList(key);
        }
        catch (ConfigurationException)
        {
            throw config.Error(key, "is not a list of texts");
        }
    }
}
