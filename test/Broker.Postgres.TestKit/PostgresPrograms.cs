using System.Diagnostics;
using System.Globalization;

namespace Broker.Postgres.TestKit;

/// <summary>PostgreSQL's own programs, which refuse to run as root.</summary>
internal static class PostgresPrograms
{
    private const string Owner = "postgres";
    private static readonly string? Folder = Find();

    public static string? Missing => Folder is null ? "there is no PostgreSQL here (initdb, postgres)" : null;

    private static bool IsRoot => Environment.IsPrivilegedProcess;

    /// <summary>
    /// A process that waits until its input ends, with this process if not before; then it stops the server
    /// and removes everything.
    /// </summary>
    public static Process StartGuard(string root, string data)
    {
        const string script = "cat >/dev/null; \"$0\" stop -D \"$1\" -m immediate >/dev/null 2>&1; rm -rf \"$2\"";
        return Process.Start(Described("sh", ["-c", script, PathOf("pg_ctl"), data, root]))!;
    }

    public static void GiveToOwner(string directory)
    {
        if (!IsRoot) return;
        using var chown = Process.Start("chown", [Owner, directory]);
        chown.WaitForExit();
    }

    /// <exception cref="InvalidOperationException">It failed; with what it said.</exception>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(Described(PathOf(program), arguments))!;
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        if (process.ExitCode == 0) return;

        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture, $"{program} {arguments[0]} ended with {process.ExitCode}"));
    }

    private static ProcessStartInfo Described(string program, string[] arguments) =>
        new(IsRoot ? "runuser" : program, IsRoot ? ["-u", Owner, "--", program, .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        };

    private static string PathOf(string program) =>
        Path.Combine(Folder ?? throw new InvalidOperationException(Missing), program);

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
