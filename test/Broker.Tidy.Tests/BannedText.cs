using System.Text.RegularExpressions;

namespace Broker.Tidy.Tests;

/// <summary>
/// Words that may not stand in some files, and what to do instead. A pattern sees code without comments and
/// literals, or with <paramref name="WithComments"/> the comments too.
/// </summary>
internal sealed record BannedText(
    string Name, string Pattern, string Instead, Func<SourceFile, bool> AppliesTo, bool WithComments = false)
{
    // The two connection loops, the start, and a signal, which never ends the process.
    private static readonly string[] CatchesEverything =
    [
        "src/Broker.Gateway/WebSockets/WebSocketConnection.cs", "src/Broker.Tcp/HubConnection.cs",
        "src/Broker.Gateway/Configuration/Launcher.cs", "src/Broker.Gateway/Hosting/ReloadOnHangUp.cs",
    ];

    public static IReadOnlyList<BannedText> All { get; } =
    [
        new("region", @"^\s*#region\b", "split the type", _ => true),
        new("conditional compilation", @"^\s*#if\b", "keep one source for all builds", _ => true),
        new("note to self", @"\b(TODO|FIXME|HACK|XXX)\b", "do it, or write an issue",
            _ => true, WithComments: true),
        new("unwritten code", @"\bNotImplementedException\b", "write it", _ => true),
        new("banner", @"^\s*(//|/\*)\s*[=*#~/-]{4}", "let the order of members speak",
            _ => true, WithComments: true),
        new("sleep", @"\bThread\.Sleep\b", "wait for a message", _ => true),
        new("delay", @"\bTask\.Delay\s*\(", "use a timer of the actor or virtual time", IsTimeless),
        new("catch of everything",
            @"\bcatch\s*(\(\s*(System\.)?Exception(\s+\w+)?\s*\)\s*)?\{(?![^{}]*\bthrow\s*;)",
            "name the exceptions that are expected, or throw it on", MayNotCatchAll),
        new("lock in an actor", @"\block\s*\(", "an actor is alone with its state", IsActor),
        new("clock", @"\bDateTime(Offset)?\.(Utc)?Now\b|\bStopwatch\.", "use the injected clock", IsBroker),
        new("Akka's namespaces by hand", @"^\s*(global\s+)?using\s+Akka\.(Actor|Event|Hosting|TestKit)\s*;",
            "Directory.Build.targets adds them", _ => true),
        new("transport in the broker", @"\b(System\.Net|Microsoft\.AspNetCore|Npgsql|System\.Data)\b",
            "put it into a gateway or the store", IsBroker),
        new("gateway in a gateway", @"^\s*using\s+(static\s+)?Broker\.Tcp\b",
            "only Startup and Hosting know the whole process", IsGatewayOutsideProcess),
        new("skipped spec", @"\bSkip\s*=\s*""", "make it pass or delete it", IsIn("test")),
        new("blocking wait",
            @"\.(Result\b(?!\s*[({=])|Wait\s*\(\s*\)|GetAwaiter\s*\(\s*\)\s*\.\s*GetResult\b)",
            "await it", IsIn("src")),
    ];

    /// <summary>The places in these files that match.</summary>
    public IEnumerable<string> Find(IEnumerable<SourceFile> files) =>
        from file in files
        where AppliesTo(file)
        from Match match in Regex.Matches(
            WithComments ? file.CodeAndComments : file.Code, Pattern, RegexOptions.Multiline)
        let line = file.LineAt(match.Index + match.Value.TakeWhile(char.IsWhiteSpace).Count())
        select $"{file.Path}:{line}: {Name}: {match.Value.Trim()} ({Instead})";

    private static Func<SourceFile, bool> IsIn(string folder) => file => file.IsIn(folder);

    private static bool IsBroker(SourceFile file) => file.IsIn("src/Broker.Actors");

    private static bool IsActor(SourceFile file) => file.Name.EndsWith("Actor", StringComparison.Ordinal);

    private static bool IsTimeless(SourceFile file) =>
        IsBroker(file) || file.IsIn("test") || file.IsIn("tools");

    private static bool IsGatewayOutsideProcess(SourceFile file) =>
        file.IsIn("src/Broker.Gateway") && file.Name != "Program"
        && !file.IsIn("src/Broker.Gateway/Hosting") && !file.IsIn("src/Broker.Gateway/Configuration");

    private static bool MayNotCatchAll(SourceFile file) =>
        !CatchesEverything.Any(place => file.Path.StartsWith(place, StringComparison.Ordinal));
}
