namespace Broker.Hocon;

/// <summary>
/// One leaf of a configuration: a scalar, a null, a list or an empty object. <paramref name="Path"/> and
/// <paramref name="Value"/> are rendered so that <c>Path = Value</c> is HOCON for the same leaf.
/// </summary>
public sealed record ConfigEntry(string Path, string Value, ConfigOrigin Origin)
{
    /// <summary>A line of <see cref="Config.Render"/>: <c>path = value</c>.</summary>
    public override string ToString() => $"{Path} = {Value}";
}
