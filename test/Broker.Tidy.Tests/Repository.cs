namespace Broker.Tidy.Tests;

/// <summary>The source tree that these specs were built from: every file that a person wrote.</summary>
internal static class Repository
{
    private static readonly string[] Generated =
        ["artifacts", "bin", "obj", "node_modules", "data", ".git", ".vs"];

    private static readonly Lazy<IReadOnlyList<SourceFile>> Everything =
        new(() => [.. Read(SourceTree.Root, "")]);

    /// <summary>Files below a folder whose names end so; an empty folder means the whole tree.</summary>
    public static IReadOnlyList<SourceFile> Files(string folder, string ending) =>
    [
        .. from file in Everything.Value
           where file.IsIn(folder) && file.Path.EndsWith(ending, StringComparison.Ordinal)
           select file,
    ];

    /// <summary>All C# of the product, its specs and its tools.</summary>
    public static IReadOnlyList<SourceFile> Code { get; } =
        [.. Files("src", ".cs"), .. Files("test", ".cs"), .. Files("tools", ".cs")];

    /// <summary>What a browser gets to see: the console and the JavaScript client.</summary>
    public static IReadOnlyList<SourceFile> Web { get; } =
    [
        .. Files("src", ".js"), .. Files("src", ".css"), .. Files("src", ".html"), .. Files("src", ".ts"),
    ];

    /// <summary>
    /// One file by its path; empty when it is not there, so that a check says what is missing.
    /// </summary>
    public static SourceFile File(string path) =>
        Everything.Value.FirstOrDefault(file => file.Path == path) ?? new SourceFile(path, "");

    private static IEnumerable<SourceFile> Read(string root, string folder)
    {
        var directory = new DirectoryInfo(Path.Combine(root, folder));
        foreach (var file in directory.EnumerateFiles().Where(file => IsText(file.Extension)))
        {
            var text = System.IO.File.ReadAllText(file.FullName);
            yield return new SourceFile(Path.Combine(folder, file.Name).Replace('\\', '/'), text);
        }

        var children = directory.EnumerateDirectories().Where(child => !Generated.Contains(child.Name));
        foreach (var file in children.SelectMany(child => Read(root, Path.Combine(folder, child.Name))))
        {
            yield return file;
        }
    }

    private static bool IsText(string extension) =>
        extension is ".cs" or ".md" or ".conf" or ".csproj" or ".props" or ".targets" or ".sln"
            or ".editorconfig" or ".js" or ".css" or ".html" or ".ts";
}
