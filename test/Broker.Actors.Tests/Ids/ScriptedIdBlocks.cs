using Broker.Actors.Ids;

namespace Broker.Actors.Tests.Ids;

/// <summary>A store of ids that answers when the spec says so.</summary>
internal sealed class ScriptedIdBlocks(IActorRef probe) : IIdBlocks
{
    private TaskCompletionSource<ulong?>? _reservation;

    public Task<ulong?> ReserveAsync(int count)
    {
        Assert.False(_reservation is { Task.IsCompleted: false }, "two reservations at one time");
        var given = new TaskCompletionSource<ulong?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _reservation = given;
        probe.Tell(new Reserving(count));
        return given.Task;
    }

    public void Give(ulong? first) => _reservation!.SetResult(first);

    public void Fail(string why) => _reservation!.SetException(new IOException(why));

    internal sealed record Reserving(int Count);
}
