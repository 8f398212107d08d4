using Akka.Configuration;
using Broker.Actors.Persistence;
using Google.Protobuf;

namespace Broker.Actors.Tests.Persistence;

/// <summary>
/// Events as each released version stored them, in files <c>events-N.txt</c> that never change. A line has an
/// event's manifest, its row in hex, and what it says as Protobuf's JSON.
/// </summary>
public sealed class EventSamplesSpec() : TestKit(
    ConfigurationFactory.FromResource("persistence.conf", typeof(EventSerializer).Assembly))
{
    private const int SerializerId = 3501;
    private static readonly Generation Stored = new(0x0123456789ABCDEF), Before = new(0x1000);

    public static TheoryData<string, string, string> Samples
    {
        get
        {
            var samples = new TheoryData<string, string, string>();
            foreach (var cells in Cells()) samples.Add(cells[0], cells[1], cells[2]);
            return samples;
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void An_event_of_each_version_is_read(string manifest, string row, string json)
    {
        var stored = (StoredEvent)Sys.Serialization.Deserialize(
            Convert.FromHexString(row), SerializerId, manifest);

        Assert.Equal(json, JsonFormatter.Default.Format(stored.Event));
        Assert.Equal((Stored, Before), (stored.Generation, stored.Previous));
    }

    [Fact]
    public void Every_event_has_a_sample() =>
        Assert.Empty(EventTypes.ByManifest.Keys.Except(Cells().Select(cells => cells[0])));

    private static IEnumerable<string[]> Cells() =>
        from file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Persistence"), "events-*.txt")
        from line in File.ReadLines(file)
        select line.Split(' ', 3);
}
