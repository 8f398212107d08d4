using System.Diagnostics;
using System.Globalization;

namespace Broker.SpecKit.Tests;

public sealed class ProbeSpec : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(0.5);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Finds_no_problem_in_a_program_that_ends_with_0() =>
        Assert.Null(ProblemOf("echo fine; exit 0"));

    [Fact]
    public void Reports_the_exit_code_and_both_outputs_of_a_program_that_fails()
    {
        var problem = ProblemOf("echo 'Error: no module x' >&2; echo usage; exit 3");

        Assert.Equal("exit code 3: Error: no module x\n\nusage", problem);
    }

    [Fact]
    public void Kills_a_program_that_hangs()
    {
        var problem = ProblemOf("""echo started; echo $$ > "$0.pid"; kill -STOP $$""", Short);

        Assert.Equal("no end within 00:00:00.5000000: started", problem);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(WrittenPid()));
    }

    [Fact]
    public void Does_not_wait_for_a_child_that_holds_the_output_open()
    {
        var began = Stopwatch.GetTimestamp();
        var problem = ProblemOf("""/bin/sh -c 'kill -STOP $$' & echo $! > "$0.pid"; exit 3""", Short);
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(15));
        using var child = Process.GetProcessById(WrittenPid());
        child.Kill();

        Assert.Equal("exit code 3: ", problem);
    }

    [Fact]
    public void Reports_why_a_file_cannot_be_started()
    {
        var file = _directory.Write("text", "not a program");

        Assert.Contains("Permission denied", Probe.ProblemOf(new(file)), StringComparison.Ordinal);
    }

    [Fact]
    public void Cuts_a_long_output()
    {
        var problem = ProblemOf("printf '%3000s' x; exit 1")!;
        Assert.True(problem.Length < 2_100);

        problem = ProblemOf("printf '%03000d' 1; exit 1")!;
        Assert.InRange(problem.Length, 2_000, 2_100);
        Assert.EndsWith("0…", problem, StringComparison.Ordinal);
    }

    private string? ProblemOf(string script, TimeSpan? timeout = null) =>
        Probe.ProblemOf(new ProcessStartInfo(_directory.Program("program", script)), timeout);

    private int WrittenPid() =>
        int.Parse(File.ReadAllText(_directory.PathOf("program.pid")), CultureInfo.InvariantCulture);
}
