using Broker.EndToEnd.Tests.Documents;

namespace Broker.EndToEnd.Tests.Clients;

/// <summary>A Server-Sent Events subscriber, reading as the HTML standard's §9.2.6 says.</summary>
public sealed class EventSubscriber : IDisposable
{
    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _reader;

    private EventSubscriber(HttpResponseMessage answer, Stream body) =>
        (_answer, _reader) = (answer, new StreamReader(body));

    public string? ContentType => _answer.Content.Headers.ContentType?.MediaType;

    public static async Task<EventSubscriber> SubscribeAsync(
        BrokerProcess broker, string channel, string? lastEventId = null)
    {
        var target = $"/subscribe?channel={Uri.EscapeDataString(channel)}";
        var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.Add("Accept", "text/event-stream");
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        var answer = await broker.Http.OpenAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{answer}");
        return new EventSubscriber(answer, await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>The next message, as a page's <c>onmessage</c> gets it: without the named events.</summary>
    public async Task<ServerSentEvent> NextAsync()
    {
        while (true)
        {
            var next = await NextOfAnyNameAsync();
            if (next.Name is null) return next;
        }
    }

    /// <summary>The next event that has data; comments and bare fields are passed over.</summary>
    public async Task<ServerSentEvent> NextOfAnyNameAsync()
    {
        var (name, id, data) = ((string?)null, (string?)null, new List<string>());
        while (true)
        {
            var line = await _reader.ReadLineAsync(Patience.Token()) ?? throw new EndOfStreamException();
            AsyncApi.Check("event", line);
            if (line.Length == 0 && data.Count > 0) return new(name, id, string.Join('\n', data));
            if (Field(line, "data") is { } more) data.Add(more);
            if (Field(line, "id") is { } position) id = position;
            if (Field(line, "event") is { } kind) name = kind;
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _answer.Dispose();
    }

    // One space after the colon belongs to the syntax, further ones to the value.
    private static string? Field(string line, string name)
    {
        if (line == name) return "";
        if (!line.StartsWith(name + ":", StringComparison.Ordinal)) return null;

        var value = line[(name.Length + 1)..];
        return value.StartsWith(' ') ? value[1..] : value;
    }
}
