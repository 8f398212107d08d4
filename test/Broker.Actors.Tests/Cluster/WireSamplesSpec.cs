using System.Globalization;
using Broker.Actors.Cluster;

namespace Broker.Actors.Tests.Cluster;

/// <summary>
/// Messages between nodes as each earlier version wrote them, in files <c>wire-N.txt</c> that never change. A
/// line has a message's manifest, its bytes in hex, and what it says.
/// </summary>
public sealed class WireSamplesSpec : TestKit
{
    private const int SamplesMax = 3, SeedsMax = 400, BytesMax = 400;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Cluster");

    private readonly BrokerSerializer _serializer;

    public WireSamplesSpec()
        : base(BrokerSerializer.Configuration) => _serializer = new((ExtendedActorSystem)Sys);

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
    public void A_message_of_an_earlier_version_is_read(string manifest, string bytes, string text) =>
        Assert.Equal(text, AnyMessage.Show(Read(manifest, bytes)));

    // A message that has changed since has another manifest, and this version chooses by the receiver.
    [Theory]
    [MemberData(nameof(Samples))]
    public void An_earlier_version_is_sent_what_it_can_read(string manifest, string bytes, string text)
    {
        var message = Read(manifest, bytes);

        Assert.Equal(manifest, _serializer.Manifest(message));
        Assert.True(bytes == Convert.ToHexString(_serializer.ToBinary(message)), text);
    }

    /// <summary>A new version begins with the messages of the one before written down.</summary>
    [Fact]
    public void The_version_before_has_its_messages_written_down()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"wire-{WireVersion.Current - 1}.txt");
        if (File.Exists(Path.Combine(Folder, name))) return;

        var made = Path.Combine(AppContext.BaseDirectory, name);
        File.WriteAllLines(made, Written());
        Assert.Fail($"Add {made} to the repository, without the messages that are new.");
    }

    private object Read(string manifest, string bytes) =>
        _serializer.FromBinary(Convert.FromHexString(bytes), manifest);

    private IEnumerable<string> Written()
    {
        var any = new AnyMessage([Sys.DeadLetters]);
        foreach (var type in BrokerSerializerSpec.Types)
        {
            var messages = Enumerable.Range(0, SeedsMax).Select(seed => any.Of(type, new Random(seed)));
            var samples = messages.Select(message => string.Join('\t', _serializer.Manifest(message),
                Convert.ToHexString(_serializer.ToBinary(message)), AnyMessage.Show(message)));
            foreach (var sample in samples.Where(line => line.Length < BytesMax).Distinct().Take(SamplesMax))
                yield return sample;
        }
    }

    private static IEnumerable<string[]> Cells() =>
        from file in Directory.GetFiles(Folder, "wire-*.txt")
        from line in File.ReadLines(file)
        select line.Split('\t', 3);
}
