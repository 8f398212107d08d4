using System.Collections.Concurrent;

namespace Broker.FaultLab.Clients;

/// <summary>What the bidders of a run know of the offers, so that they meet at a few of them.</summary>
internal sealed class OfferBook
{
    private readonly ConcurrentDictionary<string, Entry> _open = [];

    /// <summary>One offer; prices are what somebody heard last.</summary>
    public sealed class Entry(string id, string creator, decimal price)
    {
        private readonly Lock _lock = new();
        private decimal _price = price;
        private string? _highest;

        public string Id => id;

        public string Creator => creator;

        public int Bids { get; private set; }

        public (decimal Price, string? Bid) Top
        {
            get { lock (_lock) return (_price, _highest); }
        }

        public void Rose(decimal to, string? bid)
        {
            lock (_lock)
            {
                Bids++;
                if (to >= _price) (_price, _highest) = (to, bid ?? _highest);
            }
        }
    }

    public IReadOnlyCollection<Entry> Open => [.. _open.Values];

    public void Add(Entry offer) => _open[offer.Id] = offer;

    public void Close(Entry offer) => _open.TryRemove(offer.Id, out _);
}
