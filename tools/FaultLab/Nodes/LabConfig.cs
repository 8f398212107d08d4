namespace Broker.FaultLab.Nodes;

/// <summary>What all nodes of a run are configured with.</summary>
internal static class LabConfig
{
    // Histories hold all of a long run, so that the last reading can be held against everything.
    public const string Text = """
        broker.channel.kinds {
          lab-durable {
            pattern = "durable.*"
            store = on
            history-size-max = 10000000
            history-age-max = 24h
            history-bytes-max = 1GiB
          }
          lab-flushed {
            pattern = "flushed.*"
            store = on
            history-size-max = 10000000
            history-age-max = 24h
            history-bytes-max = 1GiB
          }
          lab-kept {
            pattern = "kept.*"
            store = off
            history-size-max = 10000000
            history-age-max = 24h
            history-bytes-max = 1GiB
          }
          users {
            store = on
            history-size-max = 10000000
            history-age-max = 24h
            history-bytes-max = 1GiB
          }
        }
        """;
}
