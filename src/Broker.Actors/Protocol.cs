namespace Broker.Actors;

/// <summary>
/// What clients speak to the broker, for its figures. An event stream is a way of Broadcast, counted apart
/// because it costs more.
/// </summary>
public enum Protocol
{
    Broadcast,
    Sse,
    Chat,
    Hub,
    Users,
    Auction,
}
