using Broker.Actors.Configuration;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.Tokens;

/// <summary>The <c>broker.tokens</c> section of reference.conf.</summary>
/// <param name="BytesMax">Longest token that is read.</param>
/// <param name="ClockSkew">How far the clock of an issuer may be ahead.</param>
/// <param name="JwksTimeout">For one request to an issuer, from connecting to the last byte.</param>
/// <param name="JwksRereadInterval">Between two reads of one issuer's keys, whatever asks for them.</param>
/// <param name="JwksRefreshInterval">Between two reads that no token asks for.</param>
/// <param name="JwksBytesMax">Longest answer of an issuer.</param>
/// <param name="JwksKeysMax">Keys in one set.</param>
public sealed record TokenSettings(
    int BytesMax,
    TimeSpan ClockSkew,
    TimeSpan JwksTimeout,
    TimeSpan JwksRereadInterval,
    TimeSpan JwksRefreshInterval,
    int JwksBytesMax,
    int JwksKeysMax,
    IReadOnlyList<IssuerSettings> Issuers)
{
    private const string IssuersKey = "issuers";
    private const string Default = "default";
    private const int BytesLowest = 256;
    private const int BytesHighest = 64 << 10;
    private const int JwksBytesLowest = 1 << 10;
    private const int JwksBytesHighest = 16 << 20;
    private const int JwksKeysHighest = 10_000;
    private const int IssuersMax = 32;

    private static readonly TimeSpan ClockSkewLongest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan JwksTimeoutLongest = TimeSpan.FromMinutes(1);

    public static TokenSettings From(SettingReader config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new TokenSettings(
            BytesMax: (int)config.GetByteSize("bytes-max", BytesLowest, BytesHighest),
            ClockSkew: config.GetTimeSpan("clock-skew", TimeSpan.Zero, ClockSkewLongest),
            JwksTimeout: config.GetTimeSpan("jwks-timeout", TimeBounds.Shortest, JwksTimeoutLongest),
            JwksRereadInterval: config.GetTimeSpan(
                "jwks-reread-interval", TimeBounds.Shortest, TimeBounds.Longest),
            JwksRefreshInterval: config.GetTimeSpan(
                "jwks-refresh-interval", TimeBounds.Shortest, TimeBounds.Longest),
            JwksBytesMax: (int)config.GetByteSize("jwks-bytes-max", JwksBytesLowest, JwksBytesHighest),
            JwksKeysMax: config.GetInt("jwks-keys-max", 1, JwksKeysHighest),
            Issuers: IssuersFrom(config));
    }

    private static List<IssuerSettings> IssuersFrom(SettingReader config)
    {
        var sections = config.GetSection(IssuersKey);
        var fallback = sections.GetSection(Default);
        var read = new List<IssuerSettings>();
        foreach (var (name, section) in sections.Sections)
        {
            var issuer = IssuerSettings.From(name, section.WithFallback(fallback));
            if (issuer.Issuer.Length == 0)
            {
                // The defaults of the others are an issuer only where they name one.
                if (name == Default) continue;
                throw section.WithFallback(fallback).Error("issuer", $"is empty for {name}");
            }
            if (read.Find(other => other.Issuer == issuer.Issuer) is { } same)
                throw section.Error("issuer", $"is that of {same.Name} too");
            read.Add(issuer);
        }
        return read.Count <= IssuersMax
            ? read
            : throw config.Error(IssuersKey, $"has {read.Count} issuers, more than {IssuersMax}");
    }
}
