namespace Broker.Gateway.Tests.Startup;

/// <summary>The files of the repository that these specs are built from.</summary>
internal static class Repository
{
    /// <summary>The directory with the solution.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string directory) => File.Exists(Path.Combine(directory, "Broker.sln"))
        ? directory
        : Find(Path.GetDirectoryName(directory)
            ?? throw new InvalidOperationException("There is no Broker.sln above."));
}
