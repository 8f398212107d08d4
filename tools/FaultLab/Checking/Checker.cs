using Broker.FaultLab.Histories;

namespace Broker.FaultLab.Checking;

/// <summary>Says what in a history the contract rules out. It asks nobody and has no clock.</summary>
public static class Checker
{
    public static IReadOnlyList<Violation> Find(History history) =>
    [
        .. DeliveryChecks.Find(history),
        .. OffsetChecks.Find(history),
        .. OrderChecks.Find(history),
        .. NameChecks.Find(history),
        .. AuctionChecks.Find(history),
        .. HubChecks.Find(history),
        .. CountChecks.Find(history),
        .. AnswerChecks.Find(history),
    ];
}
