namespace Broker.Actors.Tests;

internal static class Names
{
    public static ChannelName Channel(string text) =>
        ChannelName.TryParse(text, out var name) ? name : throw new ArgumentException(text, nameof(text));
}
