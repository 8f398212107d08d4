using System.Net.Http.Headers;
using System.Text;
using Broker.FaultLab.Histories;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab.Clients;

/// <summary>Requests over HTTP, whose ends are written down.</summary>
internal sealed class NodeHttp(IReadOnlyList<ServerNode> nodes, Recorder recorder) : IDisposable
{
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(12) };

    /// <param name="Answer">How it ended.</param>
    /// <param name="Body">Empty without an answer.</param>
    /// <param name="Headers">Null without an answer.</param>
    public sealed record Reply(Answer Answer, string Body, HttpResponseHeaders? Headers);

    public async Task<Reply> SendAsync(
        string operation, int node, HttpMethod method, string path, string? body = null,
        IEnumerable<(string Name, string Value)>? headers = null, params int[] expected)
    {
        using var request = new HttpRequestMessage(method, new Uri(nodes[node].Http, path));
        if (body is not null) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        foreach (var (name, value) in headers ?? []) request.Headers.TryAddWithoutValidation(name, value);
        var begin = recorder.Clock.Now;
        try
        {
            using var answer = await _client.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            var status = (int)answer.StatusCode;
            var isExpected = expected.Contains(status);
            return new Reply(
                recorder.Answered(operation, node, begin, status, text, isExpected), text, answer.Headers);
        }
        catch (Exception exception) when (Trouble.IsExpected(exception))
        {
            return new Reply(recorder.Answered(operation, node, begin, 0, exception.Message), "", null);
        }
    }

    /// <summary>A response whose body goes on; null where there is none.</summary>
    public async Task<HttpResponseMessage?> OpenAsync(
        string operation, int node, string path, IEnumerable<(string Name, string Value)> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(nodes[node].Http, path));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        var begin = recorder.Clock.Now;
        try
        {
            var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            recorder.Answered(operation, node, begin, (int)answer.StatusCode);
            if (answer.IsSuccessStatusCode) return answer;

            answer.Dispose();
        }
        catch (Exception exception) when (Trouble.IsExpected(exception))
        {
            recorder.Answered(operation, node, begin, 0, exception.Message);
        }
        return null;
    }

    public void Dispose() => _client.Dispose();
}
