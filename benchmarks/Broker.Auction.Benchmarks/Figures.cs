using System.Diagnostics;
using Broker.History;

namespace Broker.Auction.Benchmarks;

/// <summary>What one load came to.</summary>
/// <param name="Answered">Bids in a second, taken or refused.</param>
/// <param name="Taken">Those of them that were taken.</param>
/// <param name="PerCpu">Bids answered in a second of the server's CPU time, user and system.</param>
internal sealed record Figures(
    double Answered, double Taken, double PerCpu, IReadOnlyCollection<Step.Bid> Bids)
{
    public int Unanswered => Bids.Count(bid => bid.Outcome == Outcome.Unknown);

    public TimeSpan Median => At(0.5);

    public TimeSpan Late => At(0.99);

    private TimeSpan At(double share)
    {
        var spans = Bids.Where(bid => bid.Outcome != Outcome.Unknown)
            .Select(bid => Stopwatch.GetElapsedTime(bid.Span.Began, bid.Span.Ended)).Order().ToArray();
        return spans.Length == 0 ? TimeSpan.Zero : spans[(int)((spans.Length - 1) * share)];
    }
}
