namespace Broker.Tidy.Tests;

/// <summary>How a spec says what it found: all of it at once, one line each.</summary>
internal static class Tidy
{
    public static void AssertNone(IEnumerable<string> findings)
    {
        var found = findings.Order(StringComparer.Ordinal).ToList();
        Assert.True(found.Count == 0, $"{found.Count} found:\n{string.Join('\n', found)}");
    }
}
