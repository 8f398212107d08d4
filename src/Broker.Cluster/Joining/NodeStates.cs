namespace Broker.Cluster.Joining;

/// <summary>The names of states in the table.</summary>
internal static class NodeStates
{
    public static string NameOf(NodeState state) => state switch
    {
        NodeState.Joining => "joining",
        NodeState.Up => "up",
        NodeState.Leaving => "leaving",
        _ => "ended",
    };

    public static NodeState Parse(string name) => name switch
    {
        "joining" => NodeState.Joining,
        "up" => NodeState.Up,
        "leaving" => NodeState.Leaving,
        _ => NodeState.Ended,
    };
}
