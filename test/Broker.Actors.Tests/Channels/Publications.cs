using System.Text;
using Broker.Actors.Delivery;

namespace Broker.Actors.Tests.Channels;

internal static class Publications
{
    public static readonly ChannelName News = Names.Channel("news");

    /// <summary>The publication at an offset, sent so many seconds after the virtual start.</summary>
    public static Publication At(long offset, string content = "x", double seconds = 0) => new(
        News,
        "epoch",
        offset,
        SpecTime.Start.AddSeconds(seconds),
        "alice",
        Encoding.UTF8.GetBytes(content),
        IsText: true);

    /// <summary>Publications of these contents, at offsets from 1.</summary>
    public static Publication[] Of(params string[] contents) =>
        [.. contents.Select((content, index) => At(index + 1, content))];

    /// <summary>These contents as one batch of lines.</summary>
    public static EncodedBatch Lines(params string[] contents) =>
        EncodedBatch.Encode(new LineEncoding(), Of(contents))!;

    public static string Text(this Publication publication) =>
        Encoding.UTF8.GetString(publication.Content.Span);

    public static string Text(this EncodedBatch batch) => Encoding.UTF8.GetString(batch.Bytes.Span);
}
