using Broker.Actors.Channels;
using Broker.Gateway.Configuration;
using Broker.Gateway.Http;
using Broker.Persistence;

namespace Broker.Gateway.Admin;

/// <summary>How one node is.</summary>
internal sealed class NodeCondition(PeerWindows windows, EventStore store, ProcessSettings process)
    : NodeFact<Nothing, NodeBody>("condition", GatewayJson.Default.Nothing, GatewayJson.Default.NodeBody)
{
    public override Task<NodeBody> AnswerAsync(Nothing question) => Task.FromResult(new NodeBody(
        process.Version,
        store.Health.IsWriting,
        windows.All.ToDictionary(window => AllNodes.AddressOf(window.Node), window => window.Bytes)));
}
