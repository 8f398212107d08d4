using System.Text.Unicode;
using Broker.Gateway.WebSockets.Frames;
using FsCheck;
using FsCheck.Fluent;

namespace Broker.Gateway.Tests.WebSockets.Frames;

public class Utf8ValidatorSpec
{
    /// <summary>Bytes of which the last makes it impossible for the text to be valid.</summary>
    public static TheoryData<byte[]> Impossible => new()
    {
        new byte[] { 0x80 },
        new byte[] { 0xC0 },
        new byte[] { 0xC1 },
        new byte[] { 0xF5 },
        new byte[] { 0xFF },
        new byte[] { 0xC3, 0x28 },
        new byte[] { 0xE0, 0x9F },
        new byte[] { 0xED, 0xA0 },
        new byte[] { 0xE2, 0x82, 0x28 },
        new byte[] { 0xF0, 0x8F },
        new byte[] { 0xF4, 0x90 },
        new byte[] { 0xF0, 0x9F, 0x98, 0x28 },
        new byte[] { 0x61, 0xC3, 0xA9, 0xA9 },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Says_no_at_the_first_impossible_byte(byte[] text)
    {
        var oneByOne = new Utf8Validator();
        foreach (var unit in text[..^1]) Assert.True(oneByOne.Append([unit]));
        Assert.False(oneByOne.Append(text.AsSpan(text.Length - 1)));

        Assert.False(new Utf8Validator().Append(text));
    }

    [Theory]
    [InlineData("c3")]
    [InlineData("e282")]
    [InlineData("f09f98")]
    [InlineData("61f09f98")]
    public void May_not_end_inside_a_character(string hex)
    {
        var validator = new Utf8Validator();
        Assert.True(validator.Append(Convert.FromHexString(hex)));
        Assert.False(validator.IsComplete);
    }

    [Fact]
    public void Agrees_with_the_framework_on_any_bytes_however_they_are_cut()
    {
        var units = Gen.Elements<byte>(
            0x61, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC2, 0xC3, 0xE0, 0xE2, 0xED, 0xEF, 0xF0, 0xF4);
        var pieces = Gen.ListOf(Gen.ArrayOf(units).Resize(5)).Select(list => list.ToArray());
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(pieces.ToArbitrary(), AgreesOn));
    }

    private static bool AgreesOn(byte[][] pieces)
    {
        var validator = new Utf8Validator();
        var isValid = true;
        foreach (var piece in pieces) isValid = isValid && validator.Append(piece);
        return Utf8.IsValid([.. pieces.SelectMany(piece => piece)]) == (isValid && validator.IsComplete);
    }
}
