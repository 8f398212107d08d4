using static Broker.Actors.Cluster.Questions.QuestionProtocol;

namespace Broker.Actors.Cluster.Questions;

/// <summary>
/// Answers for its node what the others ask, and knows who the others are. It lives as long as the process.
/// </summary>
public sealed class QuestionsActor : UntypedActor
{
    private readonly Members _others;
    private readonly Func<NodeQuestion, Task<NodeAnswer>> _answer;

    public QuestionsActor(Members others, Func<NodeQuestion, Task<NodeAnswer>> answer) =>
        (_others, _answer) = (others, answer);

    /// <param name="others">Is told of the actors of the other nodes.</param>
    /// <param name="answer">Called one at a time, and not awaited before the next.</param>
    public static Props PropsFor(Members others, Func<NodeQuestion, Task<NodeAnswer>> answer) =>
        Props.Create(() => new QuestionsActor(others, answer));

    protected override void OnReceive(object message)
    {
        if (message is NodeQuestion question)
            _answer(question).PipeTo(Sender, failure: _ => NodeAnswer.Unknown);
        else if (!_others.TryTake(message)) Unhandled(message);
    }
}
