using System.Diagnostics;

namespace Broker.Gateway.Tests.Tokens;

/// <summary>Makes the keys and certificates of the specs, as an operator would.</summary>
internal static class OpenSsl
{
    private static readonly ForeignProgram Program =
        new("openssl", ForeignProgram.OnPath("openssl"), "version");

    /// <summary>Runs it in a folder, to the end.</summary>
    /// <param name="arguments">Separated by blanks.</param>
    public static void Run(string folder, string arguments)
    {
        var start = new ProcessStartInfo(Program.File, arguments.Split(' ')) { WorkingDirectory = folder };
        Assert.Null(Probe.ProblemOf(start, TimeSpan.FromMinutes(2)));
    }
}
