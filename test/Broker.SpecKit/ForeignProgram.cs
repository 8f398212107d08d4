using System.Diagnostics;
using Xunit;

namespace Broker.SpecKit;

/// <summary>
/// A program that is not part of this repository and that specs use. Its first use probes it, once in each
/// test process: a package can install a program that cannot start. A spec that uses a program that does not
/// work here is skipped, with the reason.
/// </summary>
public sealed class ForeignProgram
{
    private readonly Lazy<Probed> _probed;

    /// <param name="name">The name that the reason for a skip shows.</param>
    /// <param name="candidates">Files, the best first; those that do not exist are passed over.</param>
    /// <param name="problemOf">Returns null if the file works, else what went wrong.</param>
    public ForeignProgram(string name, IEnumerable<string> candidates, Func<string, string?> problemOf) =>
        _probed = new(() => FirstThatWorks(name, candidates, problemOf));

    /// <summary>Uses the first candidate that ends with exit code 0 when it gets these arguments.</summary>
    public ForeignProgram(string name, IEnumerable<string> candidates, params string[] arguments)
        : this(name, candidates, file => Probe.ProblemOf(new ProcessStartInfo(file, arguments)))
    {
    }

    /// <summary>Why specs that use it are skipped here; null if it works.</summary>
    public string? Missing => _probed.Value.Reason;

    /// <summary>The file to start. Skips the spec if the program does not work here.</summary>
    public string File
    {
        get
        {
            Skip.If(Missing is not null, Missing);
            return _probed.Value.File!;
        }
    }

    /// <summary>All files of this name in the folders of the <c>PATH</c>, in their order.</summary>
    public static IEnumerable<string> OnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name));

    /// <summary>Skips the spec unless all of these work here.</summary>
    public static void Require(params IEnumerable<ForeignProgram> programs)
    {
        var reasons = programs.Select(program => program.Missing).OfType<string>().ToList();
        Skip.If(reasons.Count > 0, string.Join('\n', reasons));
    }

    private static Probed FirstThatWorks(
        string name, IEnumerable<string> candidates, Func<string, string?> problemOf)
    {
        var problems = new List<string>();
        foreach (var file in candidates.Where(System.IO.File.Exists))
        {
            if (problemOf(file) is not { } problem) return new Probed(file, Reason: null);

            problems.Add($"{file}: {problem}");
        }
        return new Probed(File: null, problems.Count == 0
            ? $"{name} is not installed."
            : $"{name} does not work. {string.Join('\n', problems)}");
    }

    private sealed record Probed(string? File, string? Reason);
}
