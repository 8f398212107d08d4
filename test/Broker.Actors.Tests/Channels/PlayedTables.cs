using System.Threading.Channels;
using Broker.Actors.Channels;

namespace Broker.Actors.Tests.Channels;

/// <summary>The store's tables of channels, played by the spec.</summary>
internal sealed class PlayedTables : IChannelTables
{
    public Calls<string, IReadOnlyList<StoredChannel>> Reads { get; } = new();

    public Calls<IReadOnlyList<(string PersistenceId, DateTimeOffset Before)>, int> Trims { get; } = new();

    public Calls<bool, bool> GiveBacks { get; } = new();

    public Task<IReadOnlyList<StoredChannel>> ReadAsync(
        string after, int countMax, CancellationToken cancellationToken) => Reads.MakeAsync(after);

    public Task<int> TrimAsync(
        IReadOnlyList<(string PersistenceId, DateTimeOffset Before)> channels,
        CancellationToken cancellationToken) => Trims.MakeAsync(channels);

    public Task GiveBackAsync(CancellationToken cancellationToken) => GiveBacks.MakeAsync(true);

    /// <summary>Calls of one method, each of which waits for its answer.</summary>
    internal sealed class Calls<TAsked, TAnswer>
    {
        private readonly Channel<Call> _made = Channel.CreateUnbounded<Call>();

        public Task<TAnswer> MakeAsync(TAsked asked)
        {
            var call = new Call(asked);
            Assert.True(_made.Writer.TryWrite(call));
            return call.Answered.Task;
        }

        /// <summary>Takes the next call.</summary>
        /// <param name="nudge">Done again and again until it comes.</param>
        public async Task<Call> TakeAsync(Action? nudge = null)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            for (var tries = 0; tries < 1_000; tries++)
            {
                if (_made.Reader.TryRead(out var call)) return call;
                nudge?.Invoke();
                await timer.WaitForNextTickAsync();
            }
            throw new TimeoutException("the call does not come");
        }

        public async Task<TAsked> AnswerAsync(TAnswer answer)
        {
            var call = await TakeAsync();
            call.Answered.SetResult(answer);
            return call.Asked;
        }

        public sealed record Call(TAsked Asked)
        {
            public TaskCompletionSource<TAnswer> Answered { get; } =
                new(TaskCreationOptions.RunContinuationsAsynchronously);

            public void Fail() => Answered.SetException(new IOException("the store is away"));
        }
    }
}
