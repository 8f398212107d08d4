namespace Broker.Actors.Cluster.Questions;

/// <summary>What one node asks another about itself, for administrators.</summary>
public static class QuestionProtocol
{
    /// <summary>Answered by <see cref="NodeAnswer"/>.</summary>
    /// <param name="Fact">The name of what is asked for.</param>
    /// <param name="Content">The details, as JSON.</param>
    public sealed record NodeQuestion(string Fact, ReadOnlyMemory<byte> Content) : IWireMessage;

    /// <param name="IsKnown">False where the node cannot answer, such as one of an older version.</param>
    /// <param name="Content">JSON; empty where it is not known.</param>
    public sealed record NodeAnswer(bool IsKnown, ReadOnlyMemory<byte> Content) : IWireMessage
    {
        public static readonly NodeAnswer Unknown = new(IsKnown: false, default);
    }
}
