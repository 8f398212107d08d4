using System.Collections.Concurrent;
using Broker.Actors.Channels;

namespace Broker.Actors.Tests.Channels;

/// <summary>Shows the results of several publications, once they are passed on.</summary>
internal sealed class SpecReply
{
    private readonly List<(long, PublishResult)> _taken = [];

    public ConcurrentQueue<(long Slot, PublishResult Result)> Results { get; } = new();

    public int Flushes { get; private set; }

    public IPublishReply At(long slot) => new One(this, slot);

    private sealed class One(SpecReply all, long slot) : IPublishReply
    {
        public bool Complete(PublishResult result)
        {
            all._taken.Add((slot, result));
            return all._taken.Count == 1;
        }

        public void Flush()
        {
            foreach (var taken in all._taken) all.Results.Enqueue(taken);
            all._taken.Clear();
            all.Flushes++;
        }
    }
}
