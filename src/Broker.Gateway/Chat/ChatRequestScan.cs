using System.Text.Json;
using Broker.Gateway.Text;

namespace Broker.Gateway.Chat;

/// <summary>
/// One pass over the JSON of a request. It finds the fields that requests have, in any order, and leaves out
/// all others; what they mean is for <see cref="ChatRequestReader"/> to judge, since <c>action</c> may come
/// last.
/// </summary>
internal ref struct ChatRequestScan
{
    private readonly ReadOnlySpan<byte> _message;
    private readonly int _depthMax;
    private Utf8JsonReader _json;
    private bool _isTooDeep;

    public ChatRequestScan(ReadOnlySpan<byte> message, int depthMax)
    {
        _message = message;
        _depthMax = depthMax;
        // One level more than we take, so that it is we who see it, and can say so.
        _json = new Utf8JsonReader(message, new JsonReaderOptions { MaxDepth = depthMax + 1 });
    }

    public ChatField Id { get; private set; }

    public ChatField Action { get; private set; }

    public ChatField Params { get; private set; }

    public ChatField ChannelName { get; private set; }

    public ChatField Content { get; private set; }

    public ChatField Scope { get; private set; }

    /// <summary>Reads to the end, or to where it is no more JSON: fields up to there are found.</summary>
    /// <returns>What is wrong with the JSON, or null.</returns>
    public string? Run()
    {
        try
        {
            Next();
            var isObject = _json.TokenType == JsonTokenType.StartObject;
            if (isObject) ReadRequest();
            else SkipNested();

            // Reads on where there is nothing left to read: anything but blanks makes it throw.
            Next();
            if (_isTooDeep) return $"nested too deep: at most {_depthMax} levels";
            return isObject ? null : "not an object: a request is one JSON object";
        }
        catch (JsonException)
        {
            return "invalid JSON";
        }
    }

    private void ReadRequest()
    {
        while (NextName(out var name))
        {
            if (name.SequenceEqual("action"u8)) Action = Take(Action);
            else if (name.SequenceEqual("params"u8)) ReadParams();
            else if (name.SequenceEqual("id"u8)) Id = Take(Id);
            else Skip();
        }
    }

    private void ReadParams()
    {
        Params = TakeFirstToken(Params);
        if (Params.Type != JsonTokenType.StartObject)
        {
            SkipNested();
            return;
        }

        while (NextName(out var name))
        {
            if (name.SequenceEqual("channel_name"u8)) ChannelName = Take(ChannelName);
            else if (name.SequenceEqual("content"u8)) Content = Take(Content);
            else if (name.SequenceEqual("scope"u8)) Scope = Take(Scope);
            else Skip();
        }
    }

    private bool Next()
    {
        if (_isTooDeep || !_json.Read()) return false;

        _isTooDeep = IsStart && _json.CurrentDepth >= _depthMax;
        return !_isTooDeep;
    }

    private readonly bool IsStart => _json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;

    private bool NextName(out ReadOnlySpan<byte> name)
    {
        name = default;
        if (!Next() || _json.TokenType != JsonTokenType.PropertyName) return false;

        // An unreadable name is none of ours.
        name = _json.ValueIsEscaped ? JsonUnescaping.Unescape(_json.ValueSpan) : _json.ValueSpan;
        return true;
    }

    private ChatField Take(ChatField earlier)
    {
        var field = TakeFirstToken(earlier);
        SkipNested();
        return field;
    }

    private ChatField TakeFirstToken(ChatField earlier)
    {
        if (!Next()) return earlier;

        var token = _message[(int)_json.TokenStartIndex..(int)_json.BytesConsumed];
        return new ChatField(_json.TokenType, token, _json.ValueIsEscaped, isRepeated: earlier.IsPresent);
    }

    private void Skip()
    {
        if (Next()) SkipNested();
    }

    private void SkipNested()
    {
        if (!IsStart) return;

        var depth = _json.CurrentDepth;
        while (Next() && _json.CurrentDepth > depth) { }
    }
}
