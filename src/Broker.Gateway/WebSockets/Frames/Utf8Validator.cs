using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Broker.Gateway.WebSockets.Frames;

/// <summary>
/// Checks text that comes in pieces, and says no as soon as no continuation could be valid. Four bytes of
/// state: the bytes of an unfinished character, and their number.
/// </summary>
internal struct Utf8Validator
{
    private const int CharacterBytesMax = 4;

    private byte _first, _second, _third, _count;

    /// <summary>Whether the text may end here: not inside a character.</summary>
    public readonly bool IsComplete => _count == 0;

    /// <summary>False when the text so far cannot be the beginning of valid UTF-8.</summary>
    public bool Append(ReadOnlySpan<byte> text)
    {
        if (_count > 0 && !FinishCharacter(ref text)) return false;

        var unfinished = UnfinishedLength(text);
        if (!Utf8.IsValid(text[..^unfinished])) return false;
        if (unfinished == 0) return true;

        Hold(text[^unfinished..]);
        return Rune.DecodeFromUtf8(text[^unfinished..], out _, out _) == OperationStatus.NeedMoreData;
    }

    private bool FinishCharacter(ref ReadOnlySpan<byte> text)
    {
        Span<byte> character = [_first, _second, _third, 0];
        int count = _count;
        while (!text.IsEmpty && count < CharacterBytesMax)
        {
            character[count++] = text[0];
            text = text[1..];
            var status = Rune.DecodeFromUtf8(character[..count], out _, out _);
            if (status == OperationStatus.InvalidData) return false;
            if (status == OperationStatus.Done)
            {
                _count = 0;
                return true;
            }
        }

        Hold(character[..count]);
        return true;
    }

    private void Hold(ReadOnlySpan<byte> character)
    {
        _count = (byte)character.Length;
        _first = character[0];
        _second = character.Length > 1 ? character[1] : default;
        _third = character.Length > 2 ? character[2] : default;
    }

    // How many bytes at the end belong to a character that promises more than is there.
    private static int UnfinishedLength(ReadOnlySpan<byte> text)
    {
        for (var back = 1; back < CharacterBytesMax && back <= text.Length; back++)
        {
            var unit = text[^back];
            if ((unit & 0xC0) == 0x80) continue;

            var promised = unit switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
            return promised > back ? back : 0;
        }

        return 0;
    }
}
