using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broker.Gateway.Startup;

namespace Broker.Gateway.Hosting;

/// <summary>
/// Where ids were remembered before the journal did: a small file of the data directory. What it says is
/// taken over, at every start; it is written no more. One that is damaged is never guessed at, for then ids
/// would be given twice.
/// </summary>
internal static class OldIdFile
{
    private const string Name = "ids";
    private const string Label = "broker-ids-1";

    /// <summary>The first id that was never reserved by it; 1 in a directory that has no such file.</summary>
    /// <exception cref="StartupException">It is damaged or cannot be read.</exception>
    public static ulong NextOf(string directory)
    {
        var path = Path.Combine(directory, Name);
        try
        {
            if (!File.Exists(path)) return 1;
            return TryParse(File.ReadAllText(path, Encoding.UTF8), out var next)
                ? next.Value
                : throw Unusable(
                    path,
                    "is damaged; put back a copy, or move it away if ids were given since without it");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, $"cannot be read: {e.Message}");
        }
    }

    // Whoever reads it, a person too, sees at once what it is; the hash tells a torn or edited one.
    internal static string TextOf(ulong next)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{Label} next {next}");
        return $"{line} sha256 {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)))}\n";
    }

    private static bool TryParse(string text, [NotNullWhen(true)] out ulong? next)
    {
        next = text.Split(' ') is [_, _, var number, ..]
            && ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value > 0 && text == TextOf(value)
                ? value
                : null;
        return next is not null;
    }

    private static StartupException Unusable(string path, string problem) =>
        new(ExitCode.CannotStart, $"file '{path}' {problem} ({OutsideSetting.Data.Described})");
}
