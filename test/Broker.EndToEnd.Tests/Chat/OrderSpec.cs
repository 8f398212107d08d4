namespace Broker.EndToEnd.Tests.Chat;

/// <summary>Many publishers at once, of both protocols, to subscribers of all three kinds.</summary>
public class OrderSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private const int Publishers = 8;
    private const int MessagesEach = 250;
    private const int Subscribers = 20;

    private readonly BrokerProcess _broker = fixture.Broker;

    [Fact]
    public async Task All_subscribers_see_all_messages_in_one_order()
    {
        var readers = await Task.WhenAll(Enumerable.Range(0, Subscribers).Select(SubscribeAsync));
        var received = readers.Select(ReadAllAsync).ToList();
        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(PublishAllAsync));
        var sequences = await Task.WhenAll(received);

        foreach (var reader in readers) reader.Client.Dispose();

        Assert.All(sequences, sequence => Assert.Equal(sequences[0], sequence));
        foreach (var publisher in Enumerable.Range(0, Publishers))
        {
            var own = sequences[0].Where(text => text.StartsWith($"{publisher}:", StringComparison.Ordinal));
            Assert.Equal(Enumerable.Range(0, MessagesEach).Select(number => $"{publisher}:{number}"), own);
        }
    }

    private async Task<Reader> SubscribeAsync(int index)
    {
        switch (index % 4)
        {
            case 0:
                var chat = await ChatClient.JoinAsync(_broker, "ordered");
                return new Reader(chat, chat.NextContentAsync);
            case 1:
                var stream = await EventSubscriber.SubscribeAsync(_broker, "ordered");
                return new Reader(stream, async () => (await stream.NextAsync()).Data);
            default:
                var socket = await BroadcastClient.SubscribeAsync(_broker, "ordered");
                return new Reader(socket, socket.NextTextAsync);
        }
    }

    private static async Task<List<string>> ReadAllAsync(Reader reader)
    {
        var texts = new List<string>();
        while (texts.Count < Publishers * MessagesEach) texts.Add(await reader.NextAsync());
        return texts;
    }

    private async Task PublishAllAsync(int publisher)
    {
        using var chat = publisher % 2 == 0 ? await ChatClient.JoinAsync(_broker, "ordered") : null;
        foreach (var number in Enumerable.Range(0, MessagesEach))
        {
            if (chat is not null) await chat.PublishAsync("ordered", $"{publisher}:{number}");
            else await _broker.Http.PublishAsync("ordered", $"{publisher}:{number}");
        }
    }

    private sealed record Reader(IDisposable Client, Func<Task<string>> NextAsync);
}
