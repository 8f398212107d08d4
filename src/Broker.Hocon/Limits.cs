namespace Broker.Hocon;

/// <summary>
/// The caps on what a configuration can make the process do. They are constants, not settings: they hold
/// before there are settings.
/// </summary>
internal static class Limits
{
    /// <summary>
    /// Characters of a text, bytes of a file. Stops a device or a log named as configuration.
    /// </summary>
    public const int InputMax = 1024 * 1024;

    /// <summary>
    /// Objects and lists inside each other; elements of a path count too. Keeps recursion shallow.
    /// </summary>
    public const int NestingMax = 64;

    /// <summary>Files that include each other in a row. Keeps recursion shallow.</summary>
    public const int IncludeDepthMax = 16;

    /// <summary>
    /// Files read for one configuration. Stops a fan of includes that doubles at every level.
    /// </summary>
    public const int IncludesMax = 256;

    /// <summary>
    /// Values that wait for each other in a row; a substitution is up to three of them, so is a <c>+=</c>.
    /// Keeps recursion shallow.
    /// </summary>
    public const int SubstitutionDepthMax = 768;

    /// <summary>
    /// Values visited while substitutions are resolved. Stops a short text that unfolds into an endless one
    /// (<c>b = ${a} ${a}, c = ${b} ${b}, …</c>); the largest text without substitutions stays below it.
    /// </summary>
    public const int ValuesMax = 2 * 1024 * 1024;

    /// <summary>Characters made by joining texts around substitutions, for the same reason.</summary>
    public const int JoinedCharsMax = 16 * 1024 * 1024;
}
