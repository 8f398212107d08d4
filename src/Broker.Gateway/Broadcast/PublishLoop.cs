using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Broker.Actors.Channels;
using Broker.Gateway.PlainRequests;
using Broker.Gateway.Upgrades;
using Broker.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Broker.Gateway.Broadcast;

/// <summary>
/// Answers the plain publishes of one connection, one after another, until a request is not plain; from its
/// first byte on the connection is HTTP's. Between two requests it holds no buffer.
/// </summary>
internal sealed class PublishLoop(ConnectionContext connection, IByteSink sink, PublishServices services)
{
    private readonly IDuplexPipe _transport = connection.Transport;
    // Of the last request: most publishers stay with one channel.
    private byte[] _query = [];
    private ChannelName? _channel;

    /// <summary>Leaves in the pipe what it did not answer.</summary>
    public async Task<PublishLoopEnd> RunAsync()
    {
        var input = _transport.Input;
        // Whether the request that has begun was looked at, to its last byte so far.
        var isExamined = false;
        try
        {
            // A server that stops does not wait for those who have nothing under way.
            await using var stopping = UpgradeMiddleware.ClosingOf(connection).UnsafeRegister(
                static reader => ((PipeReader)reader!).CancelPendingRead(), input);
            for (var limit = services.KeepAlive.Token; ;)
            {
                var result = await input.ReadAsync(limit);
                var rest = result.Buffer;
                var outcome = result.IsCanceled ? PlainOutcome.NotPlain : AnswerAll(ref rest);
                // A request that has just begun was not looked at before.
                if (rest.Length < result.Buffer.Length) isExamined = false;
                if (outcome is PlainOutcome.NotPlain || result.IsCompleted)
                {
                    input.AdvanceTo(rest.Start, isExamined ? rest.End : rest.Start);
                    await _transport.Output.FlushAsync();
                    var isOver = rest.IsEmpty && (result.IsCanceled || result.IsCompleted);
                    return isOver ? PublishLoopEnd.Over : ForHttp(isExamined);
                }

                input.AdvanceTo(rest.Start, rest.End);
                if (rest.IsEmpty) limit = services.KeepAlive.Token;
                else if (!isExamined) limit = services.Patience.Token;
                isExamined = !rest.IsEmpty;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return isExamined ? PublishLoopEnd.ForHttpAgain : PublishLoopEnd.Over;
        }
    }

    private static PublishLoopEnd ForHttp(bool isExamined) =>
        isExamined ? PublishLoopEnd.ForHttpAgain : PublishLoopEnd.ForHttp;

    // Requests that came together are answered together.
    private PlainOutcome AnswerAll(ref ReadOnlySequence<byte> input)
    {
        PlainOutcome outcome;
        do
        {
            var taken = 0;
            while ((outcome = TryTake(ref input)) is PlainOutcome.Plain)
                if (++taken == PublishAnswers.CountMax) break;
            if (taken > 0 && !TrySend(services.Answers.Of(taken))) return PlainOutcome.NotPlain;
        }
        while (outcome is PlainOutcome.Plain);
        return outcome;
    }

    private PlainOutcome TryTake(ref ReadOnlySequence<byte> input)
    {
        if (input.IsEmpty) return PlainOutcome.Incomplete;
        if (!services.Endpoint.TakesPlain) return PlainOutcome.NotPlain;

        var outcome = PublishParser.TryParse(input, out var request);
        if (outcome is not PlainOutcome.Plain) return outcome;
        if (request.HeadLength > services.HeadBytesMax
            || request.BodyLength > services.BodyBytesMax
            || ChannelOf(request.Query) is not { } channel) return PlainOutcome.NotPlain;
        if (input.Length < request.Length) return PlainOutcome.Incomplete;
        if (!services.Endpoint.TryTake(channel, input.Slice(request.HeadLength, request.BodyLength)))
            return PlainOutcome.NotPlain;

        input = input.Slice(request.Length);
        return PlainOutcome.Plain;
    }

    // A client that does not read its answers is HTTP's: what the socket does not take goes through the pipe,
    // and so must all that follows.
    private bool TrySend(ReadOnlySpan<byte> answers)
    {
        var sent = sink.TrySend(answers);
        if (sent == answers.Length) return true;

        _transport.Output.Write(answers[sent..]);
        return false;
    }

    private ChannelName? ChannelOf(ReadOnlySpan<byte> query)
    {
        if (_channel is not null && query.SequenceEqual(_query)) return _channel;

        BroadcastProtocol.ChannelOf(Encoding.ASCII.GetString(query), out _channel);
        _query = query.ToArray();
        return _channel;
    }
}
