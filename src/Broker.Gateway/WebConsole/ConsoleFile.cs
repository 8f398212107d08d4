using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Broker.Gateway.WebConsole;

/// <summary>One file of the web console, as the program carries it.</summary>
/// <param name="Path">From the root of the server, with its leading slash.</param>
/// <param name="EntityTag">
/// Of the content alone: the same file of another build needs no new transfer.
/// </param>
internal sealed record ConsoleFile(
    string Path, byte[] Content, string ContentType, EntityTagHeaderValue EntityTag)
{
    public static ConsoleFile Of(string path, byte[] content) =>
        new(path, content, ContentTypeOf(path), TagOf(content));

    private static EntityTagHeaderValue TagOf(byte[] content) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"");

    // With nosniff a browser takes a script or a style only under its own type.
    private static string ContentTypeOf(string path) => System.IO.Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".ts" => "text/plain; charset=utf-8",
        var other => throw new InvalidOperationException($"{path}: no content type for {other}"),
    };
}
