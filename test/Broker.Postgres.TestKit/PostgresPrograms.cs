using System.Diagnostics;
using System.Globalization;
using Broker.SpecKit;

namespace Broker.Postgres.TestKit;

/// <summary>PostgreSQL's own programs, which refuse to run as root.</summary>
internal static class PostgresPrograms
{
    private const string Owner = "postgres";
    private static readonly string? Folder = Find();
    private static readonly Lazy<Task<(string Data, Process Guard)>> Template = new(MakeTemplateAsync);

    private static readonly Lazy<string?> Problem = new(FindProblem);

    public static string? Missing => Problem.Value;

    private static bool IsRoot => Environment.IsPrivilegedProcess;

    /// <summary>
    /// A process that waits until its input ends, with this process or when it is let go; then it stops the
    /// server and removes everything.
    /// </summary>
    public static Process StartGuard(string root, string data)
    {
        // A signal to the whole group is not for it: it has to clean up behind the others. A server that is
        // held would not stop.
        const string script = """
            trap '' TERM INT HUP
            cat >/dev/null
            kill -CONT "$(head -1 "$1/postmaster.pid" 2>/dev/null)" 2>/dev/null
            "$0" stop -D "$1" -m immediate >/dev/null 2>&1
            rm -rf "$2"
            """;
        return Process.Start(Described("sh", ["-c", script, PathOf("pg_ctl"), data, root]))!;
    }

    /// <summary>Runs a PgBouncer until the input of the process ends; then its folder goes too.</summary>
    public static Process StartBeside(string program, string folder)
    {
        const string script = """
            trap '' TERM INT HUP
            "$0" -q "$1/pgbouncer.ini" >/dev/null 2>&1 </dev/null &
            cat >/dev/null
            kill $!
            rm -rf "$1"
            """;
        return Process.Start(Described("sh", ["-c", script, program, folder]))!;
    }

    /// <summary>A directory that the server may write into.</summary>
    public static string CreateDirectory()
    {
        var directory = Directory.CreateTempSubdirectory("broker-pg-").FullName;
        if (!IsRoot) return directory;

        using var chown = Process.Start("chown", [Owner, directory]);
        chown.WaitForExit();
        return directory;
    }

    /// <summary>Makes a data directory: the first one takes a second, the others are copies.</summary>
    public static async Task InitializeAsync(string data) =>
        await RunAsync("/bin/cp", "-r", (await Template.Value).Data, data);

    /// <summary>Runs one of its programs, or another by its path, and waits for its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; with what it said.</exception>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(Described(PathOf(program), arguments))!;
        process.StandardInput.Close();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode == 0) return;

        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture, $"{program} {arguments[0]} ended with {process.ExitCode}: {said}"));
    }

    /// <summary>Sends a signal to those of the processes that have not ended yet.</summary>
    public static Task SignalAsync(string signal, IEnumerable<int> processes) => RunAsync(
        "/bin/sh", "-c", "for id in $1; do kill -\"$0\" $id 2>/dev/null; done; true", signal,
        string.Join(' ', processes.Select(id => id.ToString(CultureInfo.InvariantCulture))));

    public static IReadOnlyList<int> ChildrenOf(int parent) =>
    [
        .. from folder in Directory.GetDirectories("/proc")
           let name = Path.GetFileName(folder)
           where name.All(char.IsAsciiDigit) && ParentOf(folder) == parent
           select int.Parse(name, CultureInfo.InvariantCulture),
    ];

    // "id (name) state parent …", where the name may have anything in it.
    private static int ParentOf(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return 0;
        }
    }

    private static async Task<(string Data, Process Guard)> MakeTemplateAsync()
    {
        var root = CreateDirectory();
        var data = Path.Combine(root, "data");
        var guard = StartGuard(root, data);
        await RunAsync(
            "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync",
            "--no-instructions");
        return (data, guard);
    }

    private static ProcessStartInfo Described(string program, string[] arguments) =>
        new(IsRoot ? "runuser" : program, IsRoot ? ["-u", Owner, "--", program, .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };

    private static string PathOf(string program) => program.StartsWith('/')
        ? program
        : Path.Combine(Folder!, program);

    private static string? FindProblem()
    {
        if (Folder is null) return "PostgreSQL is not installed.";

        return Probe.ProblemOf(Described(PathOf("postgres"), ["--version"])) is { } problem
            ? $"PostgreSQL does not work. {Folder}/postgres: {problem}"
            : null;
    }

    // Debian keeps them out of the path, a folder for each version.
    private static string? Find()
    {
        const string debian = "/usr/lib/postgresql";
        var folders = Directory.Exists(debian)
            ? Directory.GetDirectories(debian).OrderDescending(StringComparer.Ordinal)
                .Select(version => Path.Combine(version, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        return folders.Concat(path).FirstOrDefault(folder =>
            File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }
}
