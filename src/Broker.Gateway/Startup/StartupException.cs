namespace Broker.Gateway.Startup;

/// <summary>
/// The process cannot start, for a reason that its user can remove. The message is all that is shown.
/// </summary>
internal sealed class StartupException(int exitCode, string message) : Exception(message)
{
    /// <summary>One of <see cref="Startup.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
