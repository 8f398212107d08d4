namespace Broker.Actors.Configuration;

/// <summary>
/// One value of a configuration: a text, a null, a list or an empty section. Path and value are rendered so
/// that <c>Path = Value</c> is HOCON for the same value.
/// </summary>
public sealed record SettingEntry(string Path, string Value, SettingOrigin Origin)
{
    public override string ToString() => $"{Path} = {Value}";
}
