using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Broker.Actors.Auction;
using Broker.Gateway.Auction;
using Broker.Gateway.Users;

namespace Broker.Gateway.Tests.OpenApi;

/// <summary>JSON that is written by hand has the fields that /openapi.json says it has.</summary>
public class WrittenBodySpec
{
    private static readonly DateTimeOffset Now = SpecTime.Start;

    private static readonly JsonSerializerOptions Exactly = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly ArrayBufferWriter<byte> _output = new();

    [Fact]
    public void Offers_are_as_described()
    {
        _output.WriteOffers(
            [new(new OfferId(7), 10.5m, Now, TimeSpan.FromMinutes(1), "", "a lamp", "alice", Sold: true)]);

        Assert.Equal(
            new OfferBody(new OfferId(7).ToString(), 10.5m, Now, 60, "", "a lamp", "alice", Sold: true),
            Read<OfferBody[]>().Single());
    }

    [Fact]
    public void Bids_are_as_described()
    {
        var id = new BidId(new OfferId(7), 1);
        _output.WriteBids([new Bid(id, 11, "bob", Now, Accepted: false)]);

        Assert.Equal(
            new BidBody(id.ToString(), 11, "bob", new OfferId(7).ToString(), Now, Accepted: false),
            Read<BidBody[]>().Single());
    }

    [Fact]
    public void Rejected_bids_are_as_described()
    {
        _output.WriteError("too low", 11);

        Assert.Equal(new RejectedBidBody("too low", 11), Read<RejectedBidBody>());
    }

    [Fact]
    public void Stored_messages_are_as_described()
    {
        InboxJson.WriteArray(_output, [Publications.Text("hello")]);

        Assert.Equal("hello", Read<StoredMessage[]>().Single().Content);
    }

    private T Read<T>() => JsonSerializer.Deserialize<T>(_output.WrittenSpan, Exactly)!;
}
