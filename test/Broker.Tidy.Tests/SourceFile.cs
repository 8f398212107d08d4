namespace Broker.Tidy.Tests;

/// <summary>A file by its path from the root of the tree, with slashes.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    private CSharpText? _blanked;

    public string[] Lines => Text.TrimEnd('\n').Split('\n');

    /// <summary>The name without directory and extension: <c>ChannelActor</c>.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>C# without what stands in comments and between quotes; lines stay where they are.</summary>
    public string Code => Blanked.Code;

    /// <summary>C# without what stands between quotes; comments are kept.</summary>
    public string CodeAndComments => Blanked.CodeAndComments;

    private CSharpText Blanked => _blanked ??= CSharpText.Blank(Text);

    public bool IsIn(string folder) =>
        folder.Length == 0 || Path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>Counts from 1.</summary>
    public int LineAt(int index) => Text.AsSpan(0, index).Count('\n') + 1;
}
