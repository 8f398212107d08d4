namespace Broker.FaultLab.Histories;

/// <summary>One attempt to publish a content that nobody else publishes, to a channel or to a user.</summary>
/// <param name="Channel">Its name; <c>user:name</c> for a user's inbox.</param>
/// <param name="Content">The same in all attempts with one idempotency key, else unique.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Epoch">Of the receipt; empty where there was none.</param>
/// <param name="Offset">Of the receipt; 0 where there was none.</param>
public sealed record Publish(
    string Channel, string Content, Answer Answer, string Epoch = "", long Offset = 0);
