using Broker.Actors.Configuration;
using Microsoft.IdentityModel.Tokens;

namespace Broker.Gateway.Tokens;

/// <summary>One issuer of tokens that signs with key pairs: <c>broker.tokens.issuers.NAME</c>.</summary>
/// <param name="Issuer">The <c>iss</c> of its tokens.</param>
/// <param name="Audience">
/// What the <c>aud</c> of its tokens must have; when empty they must have no <c>aud</c> (RFC 7519 §4.1.3).
/// </param>
/// <param name="KeySet">
/// Where its keys are; null where files have them, or where its discovery document says it.
/// </param>
/// <param name="Keys">Those of files; empty where they are read from the issuer.</param>
public sealed record IssuerSettings(
    string Name, string Issuer, string Audience, Uri? KeySet, IReadOnlyList<JsonWebKey> Keys)
{
    private const string KeySetKey = "jwks";
    private const string KeysKey = "keys";

    /// <summary>Its <c>Issuer</c> is empty where it is only what others take over.</summary>
    internal static IssuerSettings From(string name, SettingReader config)
    {
        var issuer = config.GetString("issuer");
        var audience = config.GetString("audience");
        var keySet = config.GetString(KeySetKey);
        var files = config.GetStringList(KeysKey);
        if (keySet.Length > 0 && files.Count > 0)
            throw config.Error(KeysKey, $"is set, and so is {KeySetKey}: an issuer has one of them");
        if (files.Count > Tokens.KeySet.KeysTriedMax)
            throw config.Error(
                KeysKey, $"has {files.Count} files, more than {Tokens.KeySet.KeysTriedMax}");
        if (issuer.Length > 0
            && keySet.Length == 0
            && files.Count == 0
            && !IssuerAddress.TryParse(issuer, out _))
            throw config.Error(
                "issuer", $"'{issuer}' is no address to find keys at ({IssuerAddress.Expected}): "
                + $"set {KeySetKey} or {KeysKey}");

        return new IssuerSettings(
            name,
            issuer,
            audience,
            keySet.Length > 0 ? Address(config, keySet) : null,
            [.. files.Select(file => KeyFrom(config, file))]);
    }

    private static Uri Address(SettingReader config, string text) =>
        IssuerAddress.TryParse(text, out var address)
            ? address
            : throw config.Error(KeySetKey, $"'{text}' is not {IssuerAddress.Expected}");

    private static JsonWebKey KeyFrom(SettingReader config, string file)
    {
        try
        {
            return KeyFile.Read(file);
        }
        catch (KeyFileException e)
        {
            throw config.Error(KeysKey, $"'{file}' {e.Message}");
        }
    }
}
