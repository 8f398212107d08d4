using System.Reflection;
using System.Text.RegularExpressions;

namespace Broker.Tidy.Tests;

/// <summary>
/// docs/style.md and these specs say the same: no rule without its check, no check without its rule.
/// </summary>
internal static partial class StyleChecks
{
    /// <summary>
    /// Names of the shape <c>XxxSpec.Sentence</c> in the page that are no spec of this assembly.
    /// </summary>
    public static IEnumerable<string> UnknownSpecs(SourceFile page, IReadOnlyCollection<string> specs) =>
        from Match match in SpecName().Matches(page.Text)
        where !specs.Contains(match.Groups[1].Value)
        select $"{page.Path}:{page.LineAt(match.Index)}: there is no spec {match.Groups[1].Value}";

    /// <summary>Specs that the page does not name.</summary>
    public static IEnumerable<string> UnlistedSpecs(SourceFile page, IReadOnlyCollection<string> specs) =>
        specs.Except(SpecName().Matches(page.Text).Select(match => match.Groups[1].Value))
            .Select(spec => $"{page.Path}: {spec} is not there");

    /// <summary>Rows of the page's tables whose last cell is empty: rules without a check.</summary>
    public static IEnumerable<string> RulesWithoutCheck(SourceFile page) =>
        from line in page.Lines.Index()
        where line.Item.Split('|') is ["", _, .., var check, _] && string.IsNullOrWhiteSpace(check)
        select $"{page.Path}:{line.Index + 1}: {line.Item}";

    /// <summary>
    /// The specs that look at the tree. Those that try a check on a sample end in <c>found</c> or
    /// <c>not</c>, or are about the checks themselves.
    /// </summary>
    public static IReadOnlyCollection<string> TreeSpecs() =>
    [
        .. from type in typeof(StyleChecks).Assembly.GetTypes()
           where type.Name.EndsWith("Spec", StringComparison.Ordinal) && type != typeof(CSharpTextSpec)
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
           where method.GetCustomAttributes<FactAttribute>().Any() && !IsAboutSamples(method.Name)
           select $"{type.Name}.{method.Name}",
    ];

    private static bool IsAboutSamples(string name) =>
        name.EndsWith("_found", StringComparison.Ordinal) || name.EndsWith("_not", StringComparison.Ordinal)
        || name.EndsWith("_is_not_a_method", StringComparison.Ordinal)
        || name.StartsWith("There_are_", StringComparison.Ordinal);

    [GeneratedRegex(@"`(\w+Spec\.\w+)`")]
    private static partial Regex SpecName();
}
