namespace Broker.Actors.Channels;

/// <summary>Where several nodes have a channel of one name: one for all of them, or one each.</summary>
public enum ChannelScope
{
    AllNodes,
    OneNode,
}
