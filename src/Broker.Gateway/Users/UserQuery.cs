using System.Globalization;
using Broker.Actors;
using Broker.Gateway.Http;

namespace Broker.Gateway.Users;

/// <summary>What the query of <c>GET /ws</c> or <c>GET /message</c> says (contracts §4).</summary>
/// <param name="Token">Null when the query has none.</param>
/// <param name="Username">Null when the query has none.</param>
/// <param name="Since">Null when nothing is to be replayed.</param>
/// <param name="IsJson">Whether structured events are wanted.</param>
/// <param name="IsValid">False when a value is none of those that there are.</param>
internal sealed record UserQuery(
    string? Token, string? Username, StreamPosition? Since, bool IsJson, bool IsValid)
{
    /// <param name="query">As sent, with or without its question mark.</param>
    public static UserQuery Parse(ReadOnlySpan<char> query)
    {
        var isText = true;
        var token = Read(query, "authorization", ref isText);
        var username = Read(query, "username", ref isText);
        var since = Read(query, "since", ref isText);
        var epoch = Read(query, "epoch", ref isText);
        var format = Read(query, "format", ref isText);

        var offset = 0L;
        var isOffset = since is null
            || long.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out offset);
        return new UserQuery(
            token is null ? null : Bearer.Strip(token),
            username,
            since is null || !isOffset ? null : new StreamPosition(offset, epoch),
            IsJson: format == "json",
            IsValid: isText && isOffset && format is (null or "text" or "json"));
    }

    private static string? Read(ReadOnlySpan<char> query, string name, ref bool isText)
    {
        var value = QueryParameter.Read(query, name, out var isThisText);
        isText &= isThisText;
        return value;
    }
}
