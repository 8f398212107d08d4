using System.Buffers.Binary;
using Broker.Gateway.WebSockets.Frames;

namespace Broker.Gateway.Tests.WebSockets.Frames;

public class MaskingSpec
{
    // Below, at and above every width that the loops step by.
    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, 140), 1000, 65537];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Is_what_the_rfc_says_for_each_byte(int length)
    {
        var plain = Bytes(length);
        var masked = new byte[length];
        Masking.Apply(plain, masked, KeyNumber);

        for (var i = 0; i < length; i++) Assert.Equal(plain[i] ^ ClientFrame.Key[i % 4], masked[i]);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Goes_on_after_any_cut(int cut)
    {
        var plain = Bytes(cut + 100);
        var (whole, pieces) = (new byte[plain.Length], new byte[plain.Length]);
        Masking.Apply(plain, whole, KeyNumber);

        var key = Masking.Apply(plain.AsSpan(0, cut), pieces, KeyNumber);
        Masking.Apply(plain.AsSpan(cut), pieces.AsSpan(cut), key);
        Assert.Equal(whole, pieces);
    }

    [Fact]
    public void Works_in_place_and_undoes_itself()
    {
        var bytes = Bytes(77);
        Masking.Apply(bytes, bytes, KeyNumber);
        Assert.NotEqual(Bytes(77), bytes);

        Masking.Apply(bytes, bytes, KeyNumber);
        Assert.Equal(Bytes(77), bytes);
    }

    private static uint KeyNumber => BinaryPrimitives.ReadUInt32LittleEndian(ClientFrame.Key);

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
}
