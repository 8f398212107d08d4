namespace Broker.Gateway.Configuration;

/// <summary>
/// The process cannot start, for a reason that its user can remove. The message is all that is shown.
/// </summary>
internal sealed class StartupException(int exitCode, string message) : Exception(message)
{
    /// <summary>One of <see cref="ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
