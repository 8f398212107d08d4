using System.Net;
using Broker.Gateway.Configuration;
using Broker.Gateway.Http;
using Broker.Gateway.WebSockets;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Users;

/// <summary>What a user's socket is let in as, whichever way its handshake came.</summary>
internal sealed class UserSockets(
    BrokerSettings settings, UserTokens tokens, AddressRates rates, TimeProvider time)
{
    private readonly UsersOptions[] _wires =
    [
        .. from isJson in (bool[])[false, true]
           from deflate in (bool[])[false, true]
           select UsersOptions.For(isJson, deflate, settings.Users, settings.WebSocket, tokens, time),
    ];

    private readonly int _pingBeats = settings.BeatsOf(settings.Users.PingInterval);

    /// <summary>
    /// For a handshake in front of HTTP; null when HTTP should go on, be it to say what is wrong.
    /// </summary>
    public WebSocketAdmission? Match(string queryText, IPAddress? address, bool deflate)
    {
        var query = UserQuery.Parse(queryText);
        if (!query.IsValid || tokens.VerifyForSocket(query.Token) is not { } token) return null;
        // Whether it was used before takes asking.
        if (settings.Users.SingleUse && token.IsForSocket) return null;
        return rates.TryCountNow(Rate.Connects, address) ? Admit(token, query, deflate) : null;
    }

    public WebSocketAdmission Admit(UserToken token, UserQuery query, bool deflate)
    {
        var wire = _wires[(query.IsJson ? 2 : 0) + (deflate ? 1 : 0)];
        var first = new SubscribeRequest(default, token.User.Inbox) { Since = query.Since };
        return new WebSocketAdmission(new UsersSocketHandler(wire, token), ClientName: null, first)
        {
            PingBeats = _pingBeats,
        };
    }
}
