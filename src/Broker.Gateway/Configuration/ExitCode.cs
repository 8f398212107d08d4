namespace Broker.Gateway.Configuration;

/// <summary>What the process tells its parent (contracts §0).</summary>
internal static class ExitCode
{
    public const int CleanStop = 0;

    /// <summary>
    /// The arguments and settings are right, but the machine does not give what they ask for, or not any
    /// more.
    /// </summary>
    public const int CannotStart = 1;

    /// <summary>An argument, a variable or a line of the configuration is wrong.</summary>
    public const int BadConfiguration = 2;
}
