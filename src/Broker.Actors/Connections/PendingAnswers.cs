using System.Runtime.InteropServices;
using Broker.Actors.Telemetry;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Actors.Connections;

/// <summary>
/// Answers that wait to go out in one piece, and commands to channels that follow them. A publication is such
/// a command: its sender sees its <c>ok</c> before its own message.
/// </summary>
internal sealed class PendingAnswers(IConnectionPort port, IActorRef channels)
{
    private const int KeptMax = 64;

    private readonly List<Answer> _answers = [];
    private List<object>? _commands;

    public bool IsEmpty => _answers.Count == 0;

    /// <returns>True for the first one: it is time to ask for a flush.</returns>
    public bool Add(Answer answer)
    {
        if (answer is Failed failed) port.Outbox.Metrics.Rejections.Add(Reasons.Of(failed.Error));
        _answers.Add(answer);
        var isFirst = _answers.Count == 1;
        if (_answers.Count >= KeptMax) Send();
        return isFirst;
    }

    /// <summary>The command is told when the answers so far, or the next one, are out.</summary>
    public void AddCommand(object command) => (_commands ??= []).Add(command);

    public void Send()
    {
        if (_answers.Count == 0) return;

        port.Send(CollectionsMarshal.AsSpan(_answers));
        port.Completed(_answers.Count);
        _answers.Clear();

        if (_commands is null) return;
        foreach (var command in _commands) channels.Tell(command);
        _commands.Clear();
    }
}
