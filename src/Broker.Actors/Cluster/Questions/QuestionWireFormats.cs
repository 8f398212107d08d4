using static Broker.Actors.Cluster.Questions.QuestionProtocol;

namespace Broker.Actors.Cluster.Questions;

/// <summary>How questions and answers look between nodes.</summary>
internal static class QuestionWireFormats
{
    public static IReadOnlyList<WireFormat> All { get; } =
    [
        WireFormat.Of<NodeQuestion>(
            "qu1",
            (w, m) =>
            {
                w.Text(m.Fact);
                w.Content(m.Content.Span);
            },
            r => new(r.Text(), r.Content())),
        WireFormat.Of<NodeAnswer>(
            "an1",
            (w, m) =>
            {
                w.Flag(m.IsKnown);
                w.Content(m.Content.Span);
            },
            r => new(r.Flag(), r.Content())),
    ];
}
