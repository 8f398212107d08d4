namespace Broker.Gateway.Configuration;

/// <summary>Guesses which of several texts was meant by a mistyped one.</summary>
internal static class NearestKey
{
    /// <summary>
    /// The candidate with the fewest edits; null when even that is more than half of the text.
    /// </summary>
    public static string? To(string text, IEnumerable<string> candidates)
    {
        var nearest = candidates.MinBy(candidate => Distance(text, candidate));
        return nearest is not null && Distance(text, nearest) * 2 <= text.Length ? nearest : null;
    }

    // Levenshtein's distance, one row of the table at a time.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 0; i < one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < other.Length; j++)
            {
                var replaced = diagonal + (one[i] == other[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(row[j], diagonal) + 1);
            }
        }

        return row[other.Length];
    }
}
