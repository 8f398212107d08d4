namespace Broker.SpecKit;

/// <summary>The repository that these specs were built from.</summary>
public static class SourceTree
{
    /// <summary>The folder with <c>Broker.sln</c>, in or above which the test assembly lies.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "Broker.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder)
            ?? throw new InvalidOperationException($"No Broker.sln above {AppContext.BaseDirectory}."));
}
