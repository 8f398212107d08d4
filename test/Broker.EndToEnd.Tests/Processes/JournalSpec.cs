using System.Buffers.Binary;
using System.Net;
using System.Numerics;
using System.Text;

namespace Broker.EndToEnd.Tests.Processes;

/// <summary>The journal's files as an operator meets them: damaged, held by another, too new.</summary>
public class JournalSpec
{
    private const string SmallSegments = "broker.journal.segment-bytes = 64KiB";

    // Of three segments and more.
    private const int Offers = 120;
    private const int FormatAt = 8;
    private const int ChecksumAt = 60;

    [Fact]
    public async Task A_damaged_segment_is_reported_and_kept_and_only_the_offer_in_it_is_refused()
    {
        await using var first = await BrokerProcess.StartAsync(new BrokerStart { Config = SmallSegments });
        var ids = new List<string>();
        using (var alice = await AuctionUser.SignUpAsync(first, "alice"))
        {
            foreach (var number in Enumerable.Range(0, Offers))
                ids.Add((string)(await alice.OfferAsync(Offer($"<offer {number}>")))["id"]!);
        }
        await StopAsync(first);
        var segment = Flip(first, $"<offer {Offers / 2}>");
        var files = Contents(first);
        Assert.True(string.CompareOrdinal(files.Keys.Min(), segment) < 0, "not a middle segment");
        Assert.True(string.CompareOrdinal(segment, files.Keys.Max()) < 0, "not a middle segment");

        await using var second = await BrokerProcess.StartAsync(Again(first, SmallSegments));
        Assert.Contains(second.Output.Split('\n'), line =>
            line.Contains("Damage in", StringComparison.Ordinal)
            && line.Contains(Path.GetFileName(segment), StringComparison.Ordinal)
            && line.Contains("offer.", StringComparison.Ordinal));
        Assert.Contains("1 segments are damaged", second.Output, StringComparison.Ordinal);

        var (lost, kept) = (ids[Offers / 2], ids.Where((_, number) => number != Offers / 2).ToList());
        using var bob = await AuctionUser.SignUpAsync(second, "bob");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await bob.GetAsync($"/v1/offer/{lost}")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await bob.BidAsync(lost, 2m)).Status);
        foreach (var id in kept)
            Assert.Equal(HttpStatusCode.Created, (await bob.BidAsync(id, 2m)).Status);
        Assert.Equal(kept.Order(), (await ListedAsync(bob)).Order());
        Assert.Equal(files[segment], await File.ReadAllBytesAsync(segment));
        Assert.All(files.Keys, file => Assert.True(File.Exists(file), file));
    }

    [Fact]
    public async Task Level_fsync_works_and_what_was_answered_is_there_after_a_kill()
    {
        const string Fsync = "broker.auction.journal = fsync";
        await using var first = await BrokerProcess.StartAsync(new BrokerStart { Config = Fsync });
        using var alice = await AuctionUser.SignUpAsync(first, "alice");
        var offer = (await alice.OfferAsync(Offer("a lamp")))["id"];
        var bid = (await alice.BidAsync(offer, 5m)).Json["id"];
        Assert.Equal(HttpStatusCode.OK, (await alice.AcceptAsync(bid)).Status);
        first.Kill();
        await first.ExitedAsync();

        await using var second = await BrokerProcess.StartAsync(Again(first, Fsync));
        using var again = await AuctionUser.LogInAsync(second, "alice");
        var found = (await again.GetAsync($"/v1/offer/{offer}")).Json;
        Assert.Equal(("5", true), (found["bid_price"]!.ToJsonString(), (bool)found["sold"]!));
    }

    [Fact]
    public async Task A_second_process_on_one_journal_exits_with_1_and_names_it()
    {
        await using var first = await BrokerProcess.StartAsync();
        var start = new BrokerStart();
        // The data directories differ, so it is the journal's own lock that the second one meets.
        Directory.CreateDirectory(start.DataDirectory);
        Directory.CreateSymbolicLink(JournalOf(start), JournalOf(first.StartedWith));
        using var second = await BrokerProcess.RunToExitAsync(start);

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("is in use by another process", second.Output, StringComparison.Ordinal);
        Assert.Contains(JournalOf(start), second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_of_a_later_version_is_left_alone_and_exits_with_1()
    {
        await using var first = await BrokerProcess.StartAsync();
        using (var alice = await AuctionUser.SignUpAsync(first, "alice"))
        {
            await alice.OfferAsync(Offer("a lamp"));
        }
        await StopAsync(first);
        var (file, bytes) = Contents(first).First();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(FormatAt), 99);
        BinaryPrimitives.WriteUInt32LittleEndian(
            bytes.AsSpan(ChecksumAt), Crc32C(bytes.AsSpan(0, ChecksumAt)));
        await File.WriteAllBytesAsync(file, bytes);
        using var second = await RunningProcess.RunAsync(Again(first, config: null).ToProcessStartInfo());

        Assert.Equal(1, second.ExitCode);
        Assert.Contains(
            $"{Path.GetFileName(file)} was written by a later version (format 99)", second.Output,
            StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(file));
    }

    private static async Task<List<string?>> ListedAsync(AuctionUser user)
    {
        var listed = new List<string?>();
        for (var page = 0; page * 100 < Offers; page++)
        {
            var offers = (await user.GetAsync($"/v1/offers?size=100&page={page}")).Json.AsArray();
            listed.AddRange(offers.Select(offer => (string?)offer!["id"]));
        }
        return listed;
    }

    private static string Offer(string title)
    {
        var photo = "https://photos.example/" + new string('p', 1500);
        return $$"""{"bid_price":1,"title":"{{title}}","photo_url":"{{photo}}"}""";
    }

    private static string JournalOf(BrokerStart start) => Path.Combine(start.DataDirectory, "journal");

    private static BrokerStart Again(BrokerProcess first, string? config) =>
        new() { Directory = first.StartedWith.Directory, Config = config };

    private static async Task StopAsync(BrokerProcess broker)
    {
        broker.Signal(System.Runtime.InteropServices.PosixSignal.SIGTERM);
        Assert.Equal(0, await broker.ExitedAsync());
    }

    /// <summary>Every segment of a process that has ended, and what is in it.</summary>
    private static SortedDictionary<string, byte[]> Contents(BrokerProcess broker) => new(
        Directory.EnumerateFiles(JournalOf(broker.StartedWith))
            .Where(file => Path.GetFileName(file) != "lock")
            .ToDictionary(file => file, File.ReadAllBytes),
        StringComparer.Ordinal);

    /// <summary>Changes one byte of this text, where it lies on the disk.</summary>
    /// <returns>Which file that is.</returns>
    private static string Flip(BrokerProcess broker, string text)
    {
        var (file, bytes) = Contents(broker).Single(one => IndexOf(one.Value, text) >= 0);
        bytes[IndexOf(bytes, text)] ^= 1;
        File.WriteAllBytes(file, bytes);
        return file;
    }

    private static int IndexOf(byte[] bytes, string text) =>
        bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text));

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
