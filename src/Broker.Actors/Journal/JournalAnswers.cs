using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Journal;

/// <summary>How actors get the journal's answers.</summary>
internal static class JournalAnswers
{
    /// <summary>
    /// Tells an actor the answer, in a message of its own; one that broke off is one that the journal cannot
    /// give now.
    /// </summary>
    public static void PipeAnswerTo(
        this ValueTask<Answer> answer, IActorRef actor, StreamName stream, Func<Answer, object> message) =>
        answer.PipeTo(actor, success: message, failure: cause => message(
            new Rejected(stream, RejectReason.Unavailable, cause.Message)));
}
