namespace Broker.Hocon;

/// <summary>
/// A configuration that cannot be used: bad syntax, a missing key, a value of the wrong type. The message
/// begins with the place and, where there is one, the key, so that printing it alone is enough.
/// </summary>
public sealed class ConfigurationException : Exception
{
    internal ConfigurationException(ConfigOrigin origin, string? key, string problem)
        : base(key is null ? $"{origin}: {problem}" : $"{origin}: {key}: {problem}") =>
        (File, Line, Column, Key) = (origin.File, origin.Line, origin.Column, key);

    /// <summary>For what is wrong with the text itself, so that there is no key yet.</summary>
    internal ConfigurationException(ConfigOrigin origin, string problem)
        : this(origin, null, problem)
    {
    }

    /// <summary>The file as it was named to the factory, or the name of another source.</summary>
    public string File { get; }

    /// <summary>Counts from 1; 0 when the source has no lines.</summary>
    public int Line { get; }

    /// <summary>Counts from 1, in characters; 0 when the source has no lines.</summary>
    public int Column { get; }

    /// <summary>
    /// The full path of the key, also when it was read from a section; null for bad syntax.
    /// </summary>
    public string? Key { get; }
}
