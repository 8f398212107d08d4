using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Broker.Gateway.Admin;

/// <summary>
/// Something that each node says of itself. It crosses nodes as JSON: a version that adds a field and one
/// that does not know it understand each other.
/// </summary>
internal abstract class NodeFact<TQuestion, TAnswer>(
    string name, JsonTypeInfo<TQuestion> questions, JsonTypeInfo<TAnswer> answers) : INodeFact
{
    public string Name => name;

    /// <summary>The answer of this node. Called from any thread.</summary>
    public abstract Task<TAnswer> AnswerAsync(TQuestion question);

    public async Task<byte[]> AnswerAsync(ReadOnlyMemory<byte> question) =>
        JsonSerializer.SerializeToUtf8Bytes(
            await AnswerAsync(JsonSerializer.Deserialize(question.Span, questions)!), answers);

    public byte[] Write(TQuestion question) => JsonSerializer.SerializeToUtf8Bytes(question, questions);

    public TAnswer Read(ReadOnlyMemory<byte> answer) => JsonSerializer.Deserialize(answer.Span, answers)!;
}
