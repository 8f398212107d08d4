namespace Broker.Persistence;

/// <summary>The persistence ids of one kind, as a range: from the first to before the end.</summary>
internal readonly record struct IdRange(string First, string End)
{
    public static IdRange Of(char kind) => new(kind.ToString(), ((char)(kind + 1)).ToString());
}
