using System.Globalization;

namespace Broker.Gateway.Configuration;

/// <summary>
/// The process's limit of file descriptors. The runtime has raised the soft limit to the hard one by the time
/// that this is read.
/// </summary>
internal static class DescriptorLimit
{
    private const string LimitsFile = "/proc/self/limits";
    private const string Name = "Max open files";

    /// <summary>Null where there is none, or where the system does not tell.</summary>
    public static int? Read() => File.Exists(LimitsFile) ? Parse(File.ReadAllLines(LimitsFile)) : null;

    /// <summary>Reads the lines of <c>/proc/self/limits</c> (proc_pid_limits(5)).</summary>
    internal static int? Parse(IEnumerable<string> lines)
    {
        var line = lines.FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal));
        var soft = line?[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : null;
    }
}
