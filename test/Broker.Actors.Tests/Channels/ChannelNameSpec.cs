using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Broker.Actors.Tests.Channels;

public class ChannelNameSpec
{
    public static TheoryData<string?, ChannelNameError> Texts => new()
    {
        { null, ChannelNameError.Empty },
        { "", ChannelNameError.Empty },
        { "a", ChannelNameError.None },
        { "News", ChannelNameError.None },
        { ".", ChannelNameError.None },
        { "..", ChannelNameError.None },
        { "a/b c?d#e%20", ChannelNameError.None },
        { "pri$e", ChannelNameError.None },
        { "$hub.1", ChannelNameError.Reserved },
        { "$", ChannelNameError.Reserved },
        { "žluť 🐎", ChannelNameError.None },
        { "a\tb", ChannelNameError.ControlCharacter },
        { "a\n", ChannelNameError.ControlCharacter },
        { "\0", ChannelNameError.ControlCharacter },
        { "\u007f", ChannelNameError.ControlCharacter },
        { "\u0085", ChannelNameError.ControlCharacter },
        { new string('a', 255), ChannelNameError.None },
        { new string('a', 256), ChannelNameError.TooLong },
        { new string('é', 127) + "a", ChannelNameError.None },
        { new string('é', 128), ChannelNameError.TooLong },
        { string.Concat(Enumerable.Repeat("🐎", 64)), ChannelNameError.TooLong },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_a_name_or_the_reason_why_not(string? text, ChannelNameError expected)
    {
        Assert.Equal(expected, ChannelName.Parse(text, out var name));
        Assert.Equal(expected == ChannelNameError.None ? text : null, name?.Value);
        Assert.Equal(expected == ChannelNameError.None, ChannelName.TryParse(text, out _));
    }

    // Not rows of the table: a lone surrogate does not survive the runner's list of cases.
    [Fact]
    public void Half_a_character_is_not_a_name()
    {
        Assert.Equal(ChannelNameError.NotUtf8, ChannelName.Parse("\ud83d", out _));
        Assert.Equal(ChannelNameError.NotUtf8, ChannelName.Parse("a\udc0eb", out _));
    }

    [Fact]
    public void A_private_name_is_reserved_and_cannot_be_said_by_a_client()
    {
        var name = ChannelName.Private("hub", "7");

        Assert.Equal("$hub.7", name.Value);
        Assert.True(name.IsReserved);
        Assert.Equal(ChannelNameError.Reserved, ChannelName.Parse(name.Value, out _));
    }

    [Theory]
    [InlineData("news", "news")]
    [InlineData("A-z_0.9", "A-z_0.9")]
    [InlineData("a b", "a%20b")]
    [InlineData("a%20b", "a%2520b")]
    [InlineData("é", "%C3%A9")]
    public void An_actor_name_keeps_plain_characters_and_escapes_every_other_byte(
        string text, string expected) =>
        Assert.Equal(expected, Names.Channel(text).ToActorName());

    [Fact]
    public void The_actor_name_leads_back_to_the_one_channel_name() => Prop
        .ForAll(ArbMap.Default.ArbFor<string>(), text =>
            !ChannelName.TryParse(text, out var name) || Uri.UnescapeDataString(name.ToActorName()) == text)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void What_parses_is_what_the_rule_says() => Prop
        .ForAll(ArbMap.Default.ArbFor<string>(), text => ChannelName.TryParse(text, out _) == Rule(text))
        .QuickCheckThrowOnFailure();

    private static bool Rule(string? text)
    {
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        try
        {
            return text is { Length: > 0 } && text[0] != '$' && !text.Any(char.IsControl)
                && strict.GetByteCount(text) <= ChannelName.BytesMax;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
