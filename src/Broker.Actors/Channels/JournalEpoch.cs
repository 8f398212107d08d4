using System.Text;
using Broker.Actors.Journal;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// The epoch of every channel that a journal stores: made once, by the first process that opens it, and there
/// as long as the journal is. Versions of a stream never go back, so that one epoch is enough.
/// </summary>
public static class JournalEpoch
{
    private const ushort Type = 1;
    private static readonly StreamName Stream = StreamName.Parse("epoch");

    /// <exception cref="IOException">It cannot be read or written now.</exception>
    public static async Task<string> ReadAsync(IJournal journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        if (await FindAsync(journal) is { } found) return found;

        var made = new Event(Type, Encoding.ASCII.GetBytes(Epoch.Next()));
        var answer = await journal.AppendAsync(
            new Append(Stream, [made], Durability.File) { ExpectedVersion = 0 });
        // Another process may have been first.
        return answer is Stored or WrongVersion
            ? await FindAsync(journal) ?? throw new IOException("the journal's epoch is gone")
            : throw new IOException($"the journal's epoch cannot be written: {answer}");
    }

    private static async Task<string?> FindAsync(IJournal journal) =>
        await journal.ReadAsync(new Read(Stream, FromVersion: 1, EventsMax: 1)) switch
        {
            Page { Events: [var first, ..] } => Encoding.ASCII.GetString(first.Payload.Span),
            Page => null,
            var answer => throw new IOException($"the journal's epoch cannot be read: {answer}"),
        };
}
