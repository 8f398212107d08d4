using System.Text.Json.Nodes;

namespace Broker.History;

/// <summary>A whole answer, or none.</summary>
/// <param name="Status">0 where there was none.</param>
public sealed record Reply(int Status, string Text, Span Span)
{
    private const int NotFound = 404;
    private const int Conflict = 409;
    private const int BadRequestFirst = 400;
    private const int ServerErrorFirst = 500;

    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>Of what a server could not do now, nobody knows whether it did it.</summary>
    public Outcome Outcome => Status switch
    {
        0 or >= ServerErrorFirst => Outcome.Unknown,
        >= BadRequestFirst => Outcome.Refused,
        _ => Outcome.Done,
    };

    public bool IsUnknown => Status == NotFound;

    public bool IsConflict => Status == Conflict;
}
