using System.ComponentModel;
using System.Diagnostics;

namespace Broker.SpecKit;

/// <summary>Starts a program to find out whether it works on this machine.</summary>
public static class Probe
{
    private const int TextLengthMax = 2_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Returns null if the program ends with 0, else what went wrong, with what it wrote.</summary>
    /// <param name="limit">The time after which the program is killed; 20 s by default.</param>
    public static string? ProblemOf(ProcessStartInfo start, TimeSpan? limit = null)
    {
        var timeout = limit ?? Patience;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception failure)
        {
            return failure.Message;
        }
        process.StandardInput.Close();
        var written = Task.WhenAll(
            process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
        var hasEnded = process.WaitForExit(timeout);
        if (!hasEnded)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit(timeout);
        }

        // A child of the program can hold its output open, so this wait has a limit too.
        var text = written.Wait(timeout) ? string.Join('\n', written.Result).Trim() : "";
        if (text.Length > TextLengthMax) text = text[..TextLengthMax] + "…";
        if (!hasEnded) return $"no end within {timeout}: {text}";

        return process.ExitCode == 0 ? null : $"exit code {process.ExitCode}: {text}";
    }
}
