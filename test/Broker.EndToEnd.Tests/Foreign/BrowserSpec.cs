namespace Broker.EndToEnd.Tests.Foreign;

public class BrowserSpec(Browser browser) : IClassFixture<Browser>
{
    [SkippableFact]
    public async Task A_WebSocket_gets_a_publish_as_text()
    {
        var received = await browser.EvaluateAsync<string>(
            """
            () => new Promise((resolve, reject) => {
              const socket = new WebSocket(`ws://${location.host}/subscribe?channel=browser`);
              socket.onopen = () => fetch('/publish?channel=browser', { method: 'POST', body: 'Grüße 🎉' });
              socket.onmessage = (message) => resolve(message.data);
              socket.onerror = reject;
            })
            """);

        Assert.Equal("Grüße 🎉", received);
    }

    [SkippableFact]
    public async Task A_WebSocket_gets_bytes_that_are_not_text_as_binary()
    {
        var received = await browser.EvaluateAsync<int[]>(
            """
            () => new Promise((resolve, reject) => {
              const socket = new WebSocket(`ws://${location.host}/subscribe?channel=browser-binary`);
              socket.binaryType = 'arraybuffer';
              socket.onopen = () =>
                fetch('/publish?channel=browser-binary', { method: 'POST', body: new Uint8Array([97, 255]) });
              socket.onmessage = (message) => resolve([...new Uint8Array(message.data)]);
              socket.onerror = reject;
            })
            """);

        Assert.Equal([97, 255], received);
    }

    [SkippableFact]
    public async Task An_EventSource_gets_each_publish_with_its_position()
    {
        var received = await browser.EvaluateAsync<string[]>(
            """
            () => new Promise((resolve) => {
              const texts = [];
              const ids = new Set();
              const source = new EventSource('/subscribe?channel=browser-events');
              const publish = (body) => fetch('/publish?channel=browser-events', { method: 'POST', body });
              source.onopen = async () => { await publish('one\ntwo'); await publish('three'); };
              source.onmessage = (event) => {
                texts.push(event.data);
                ids.add(event.lastEventId);
                if (texts.length === 2) resolve([...texts, `${ids.size} ids`]);
              };
            })
            """);

        Assert.Equal(["one\ntwo", "three", "2 ids"], received);
    }

    [SkippableFact]
    public async Task A_Chat_session_answers_delivers_and_closes_cleanly()
    {
        var received = await browser.EvaluateAsync<string[]>(
            """
            () => new Promise((resolve, reject) => {
              const lines = [];
              const socket = new WebSocket(`ws://${location.host}/api/connect?client_name=Chromium`);
              const send = (action, params) => socket.send(JSON.stringify({ action, params }));
              socket.onmessage = ({ data }) => {
                lines.push(data.replace(/"sent_at":"[^"]*"/, '"sent_at":"-"'));
                if (lines.length === 1) send('subscribe', { channel_name: 'room' });
                if (lines.length === 2) send('publish', { channel_name: 'room', content: 'hi' });
                if (lines.length === 4) socket.close(1000, 'done');
              };
              socket.onclose = ({ code, wasClean }) => resolve([...lines, `${code} ${wasClean}`]);
              socket.onerror = reject;
            })
            """);

        Assert.Equal(
            [
                """{"status":"ok","info":{"client_name":"Chromium"}}""",
                """{"status":"ok","info":{"channel_name":"room","total_subscribers":1}}""",
                """{"status":"ok"}""",
                """{"sender":"Chromium","channel_name":"room","sent_at":"-","content":"hi"}""",
                "1000 true",
            ],
            received);
    }

    [SkippableFact]
    public async Task A_page_of_another_origin_cannot_open_a_WebSocket()
    {
        var page = await browser.OpenAsync();
        await page.GotoAsync("data:text/html,<title>elsewhere</title>");
        var outcome = await page.EvaluateAsync<string>(
            """
            (host) => new Promise((resolve) => {
              const socket = new WebSocket(`ws://${host}/subscribe`);
              socket.onopen = () => resolve('opened');
              socket.onerror = () => resolve('refused');
            })
            """,
            browser.Broker.BaseUri.Authority).WaitAsync(Patience.Limit);

        Assert.Equal("refused", outcome);
    }
}
