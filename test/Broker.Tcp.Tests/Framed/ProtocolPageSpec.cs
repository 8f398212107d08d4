using Broker.Tcp.Tests.Reading;

namespace Broker.Tcp.Tests.Framed;

/// <summary>The example in docs/protocol.md §6.13 is what both sides really write.</summary>
public class ProtocolPageSpec
{
    private const int SideWidth = 8;
    private static readonly string[] Lines = File.ReadAllLines(Page(AppContext.BaseDirectory));

    [Fact]
    public void The_bytes_of_the_client_are_read_as_the_example_says()
    {
        var conversation = Conversation.InBothForms();
        conversation.Feed([.. Of("client").SelectMany(line => line.Bytes)]);

        Assert.Equal(
            ["preamble 0123456789ABCDEF", "#1 identity", "#2 relay to 7,5:hi", "#300 echo:hi"],
            conversation.Said);
    }

    [Fact]
    public void The_bytes_of_the_server_are_the_frames_beside_them()
    {
        var lines = Of("server").ToArray();

        Assert.Equal(5, lines.Length);
        Assert.All(lines, line => Assert.Equal(line.Meaning, Assert.Single(ServerFrames.Of(line.Bytes))));
    }

    // side  XX XX XX    meaning
    private static IEnumerable<(byte[] Bytes, string Meaning)> Of(string side) =>
        from line in Lines
        where line.StartsWith($"{side}  ", StringComparison.Ordinal)
        let end = line.IndexOf("    ", StringComparison.Ordinal)
        select (ClientFrames.Hex(line[SideWidth..end]), line[end..].Trim());

    private static string Page(string directory) => File.Exists(Path.Combine(directory, "Broker.sln"))
        ? Path.Combine(directory, "docs", "protocol.md")
        : Page(Path.GetDirectoryName(directory)!);
}
