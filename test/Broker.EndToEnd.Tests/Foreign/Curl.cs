using System.Diagnostics;

namespace Broker.EndToEnd.Tests.Foreign;

/// <summary>Runs curl with the arguments of a README reader.</summary>
public static class Curl
{
    /// <summary>One request to its end: curl prints status line, headers and body as they came.</summary>
    public static async Task<(HttpHead Head, string Body)> RunAsync(params IEnumerable<string> arguments)
    {
        using var curl = await RunningProcess.RunAsync(new ProcessStartInfo(
            Tool.Curl.File, ["--silent", "--include", "--max-time", "30", .. arguments]));
        Assert.True(curl.ExitCode == 0, $"curl ended with {curl.ExitCode}: {curl.Output}");

        // curl shows the interim answer to its Expect header too.
        var text = curl.Output.Replace("HTTP/1.1 100 Continue\n\n", "", StringComparison.Ordinal);
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        return end < 0
            ? (Head(text), "")
            : (Head(text[..end]), text[(end + 2)..]);
    }

    /// <summary>A curl that stays connected; its output is read byte by byte.</summary>
    public static ByteProcess Open(params IEnumerable<string> arguments) =>
        ByteProcess.Start(new ProcessStartInfo(Tool.Curl.File, ["--no-buffer", "--silent", .. arguments]));

    private static HttpHead Head(string text) =>
        HttpHead.Parse(text.TrimEnd().ReplaceLineEndings("\r\n"));
}
