namespace Broker.FaultLab.Nodes;

/// <summary>What all nodes of a run are configured with.</summary>
internal static class LabConfig
{
    // All of a long run, so that the last reading can be held against everything.
    private const string History =
        "history-size-max = 10000000, history-age-max = 24h, history-bytes-max = 1GiB";

    public const string Text = $$"""
        broker.channel.kinds {
          lab-durable {
            pattern = "durable.*"
            store = on
            {{History}}
          }
          lab-flushed {
            pattern = "flushed.*"
            store = on
            {{History}}
          }
          lab-kept {
            pattern = "kept.*"
            store = off
            {{History}}
          }
          users {
            store = on
            {{History}}
          }
        }
        """;
}
