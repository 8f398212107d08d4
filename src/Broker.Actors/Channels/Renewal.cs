
namespace Broker.Actors.Channels;

/// <summary>One attachment in a node's renewal.</summary>
public readonly record struct Renewal(ChannelName Channel, long AttachId);
