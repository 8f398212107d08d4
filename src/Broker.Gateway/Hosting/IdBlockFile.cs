using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broker.Actors.Ids;
using Broker.Gateway.Startup;

namespace Broker.Gateway.Hosting;

/// <summary>
/// The first id that was never reserved, in one small file of the data directory. It is replaced as a whole
/// and flushed to the disk first: after a crash it is the old one or the new one. One that is damaged is
/// never guessed at, for then ids would be given twice.
/// </summary>
internal sealed class IdBlockFile : IIdBlocks
{
    private const string Name = "ids";
    private const string Label = "broker-ids-1";

    private readonly string _path;
    private ulong _next;

    private IdBlockFile(string path, ulong next) => (_path, _next) = (path, next);

    /// <summary>Reads the file; in a directory that has none, ids begin with 1.</summary>
    /// <exception cref="StartupException">It is damaged or cannot be read.</exception>
    public static IdBlockFile Open(string directory)
    {
        var path = Path.Combine(directory, Name);
        try
        {
            if (!File.Exists(path)) return new IdBlockFile(path, next: 1);
            return TryParse(File.ReadAllText(path, Encoding.UTF8), out var next)
                ? new IdBlockFile(path, next.Value)
                : throw Unusable(path, "is damaged; put back a copy, or move it away to count from 1 again");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, $"cannot be read: {e.Message}");
        }
    }

    public Task<ulong?> ReserveAsync(int count) => Task.Run(() => Reserve(count));

    private ulong? Reserve(int count)
    {
        var first = _next;
        // The highest number is never given, so that what comes next can always be written down.
        if (ulong.MaxValue - first < (ulong)count) return null;

        Write(first + (ulong)count);
        _next = first + (ulong)count;
        return first;
    }

    private void Write(ulong next)
    {
        var temporary = _path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(Encoding.UTF8.GetBytes(TextOf(next)));
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, _path, overwrite: true);
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
