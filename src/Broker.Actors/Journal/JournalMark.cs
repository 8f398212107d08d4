using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Journal;

/// <summary>
/// An event that says nothing, in a stream of its own: who follows the journal and meets it has met all that
/// was stored before. A journal that goes on has no other end.
/// </summary>
internal static class JournalMark
{
    private const ushort Type = 0;

    /// <param name="stream">Its name begins as those do that are followed.</param>
    public static Append In(StreamName stream, Durability level) =>
        new(stream, [new Event(Type, default)], level);

    /// <summary>Stores one, and gives up those before it.</summary>
    /// <returns>Its position.</returns>
    /// <exception cref="IOException">It cannot be stored now.</exception>
    public static async Task<long> StoreAsync(IJournal journal, StreamName stream, Durability level)
    {
        var answer = await journal.AppendAsync(In(stream, level));
        if (answer is not Stored stored) throw new IOException($"no mark was stored: {answer}");

        await journal.TrimAsync(new Trim(stream, stored.FirstVersion));
        return stored.FirstPosition;
    }
}
