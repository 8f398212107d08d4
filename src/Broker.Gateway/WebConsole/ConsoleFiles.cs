using System.Reflection;

namespace Broker.Gateway.WebConsole;

/// <summary>
/// The web console and the JavaScript client: what lies in <c>wwwroot</c>, embedded in the program, so that
/// it is there wherever the program is started from and however it was published.
/// </summary>
internal static class ConsoleFiles
{
    private const string Folder = "wwwroot/";

    /// <summary>All of them, read once at start-up; a few hundred kilobytes at most.</summary>
    public static IReadOnlyList<ConsoleFile> ReadAll()
    {
        var assembly = typeof(ConsoleFiles).Assembly;
        return
        [
            .. from name in assembly.GetManifestResourceNames()
               where name.StartsWith(Folder, StringComparison.Ordinal)
               select ConsoleFile.Of("/" + name[Folder.Length..], Read(assembly, name)),
        ];
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var resource = assembly.GetManifestResourceStream(name)!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }
}
