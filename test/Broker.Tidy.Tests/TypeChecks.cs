using System.Text.RegularExpressions;

namespace Broker.Tidy.Tests;

/// <summary>What types are called and in which file they stand.</summary>
internal static partial class TypeChecks
{
    // Akka.NET's own names.
    private static readonly string[] AkkaNames = ["ActorBase", "TestKitBase"];

    /// <summary>Types that say nothing: what they manage, help or serve is their name.</summary>
    public static IEnumerable<string> EmptyNames(IEnumerable<SourceFile> files) =>
        from file in files
        from Match type in TypeDeclaration().Matches(file.Code)
        let name = type.Groups["name"].Value
        where EmptyEnding().IsMatch(name) && !AkkaNames.Contains(name)
        select $"{file.Path}:{file.LineAt(type.Groups["name"].Index)}: {name}";

    /// <summary>
    /// Public types at the top level of a file that is named otherwise. The contract of an actor is one type,
    /// <c>XxxProtocol</c>, with its messages nested, so that it needs no exception here.
    /// </summary>
    public static IEnumerable<string> MisplacedTypes(IEnumerable<SourceFile> files) =>
        from file in files
        from type in TopLevelTypes(file)
        where type.Groups["public"].Success && type.Groups["name"].Value != file.Name
        select $"{file.Path}:{file.LineAt(type.Groups["name"].Index)}: {type.Groups["name"].Value}";

    private static IEnumerable<Match> TopLevelTypes(SourceFile file)
    {
        var (depth, at) = (0, 0);
        foreach (Match type in TypeDeclaration().Matches(file.Code))
        {
            var between = file.Code.AsSpan(at, type.Index - at);
            depth += between.Count('{') - between.Count('}');
            at = type.Index;
            if (depth == 0) yield return type;
        }
    }

    [GeneratedRegex(@"(?<=^|[;{}\]])\s*(?<public>public\s+)?((internal|private|protected|file|sealed|static"
        + @"|abstract|partial|readonly|ref|unsafe|new)\s+)*"
        + @"(record\s+struct|record\s+class|class|struct|interface|enum|record"
        + @"|delegate\s+[\w<>?,\[\]. ]+?)\s+(?<name>\w+)\s*(<|\(|:|\{|;|where)",
        RegexOptions.ExplicitCapture)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex("(Manager|Helper|Helpers|Util|Utils|Utility|Service|Impl|Base)$")]
    private static partial Regex EmptyEnding();
}
