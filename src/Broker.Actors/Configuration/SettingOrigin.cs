using System.Globalization;

namespace Broker.Actors.Configuration;

/// <summary>
/// Where a value was written. Line and column count from 1, in characters; both are 0 for a source without
/// lines, such as an environment variable.
/// </summary>
public readonly record struct SettingOrigin(string Source, int Line, int Column)
{
    /// <summary><c>file:line:column</c>, or only the source's name when it has no lines.</summary>
    public override string ToString() =>
        Line == 0 ? Source : string.Create(CultureInfo.InvariantCulture, $"{Source}:{Line}:{Column}");
}
