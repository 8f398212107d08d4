using Broker.Journal.Files;

namespace Broker.Journal.Tests.Kit;

/// <summary>
/// A disk that can fill up, refuse an fsync, and lose its process or its power in the middle of any
/// operation. What was written and what was synced are kept apart.
/// </summary>
internal sealed class FakeDisk
{
    private readonly Lock _gate = new();
    private Dictionary<string, Content> _names = [];
    private Dictionary<string, Content> _syncedNames = [];

    /// <summary>Operations that still succeed; the one after them breaks off, and all others fail.</summary>
    public int OperationsLeft { get; set; } = int.MaxValue;

    /// <summary>How much of a write is done when it breaks off, in percent.</summary>
    public int PercentOfLastWrite { get; set; }

    public long BytesFree { get; set; } = long.MaxValue;

    public bool FailsToSync { get; set; }

    public bool HasCrashed => OperationsLeft < 0;

    public IEnumerable<string> Names => _names.Keys.Order();

    public IJournalDirectory Hold() => new Directory(this);

    /// <summary>The disk as the next process finds it: with all that was written.</summary>
    public FakeDisk AfterKill() => Copy(_names, content => content.Bytes);

    /// <summary>
    /// The disk as the next start of the machine finds it: with what was synced, and no more.
    /// </summary>
    public FakeDisk AfterPowerLoss() => Copy(_syncedNames, content => content.Synced);

    public byte[] this[string name]
    {
        get => [.. _names[name].Bytes];
        set => _names[name] = new Content { Bytes = [.. value], Synced = [.. value] };
    }

    public void Flip(string name, int bit) => _names[name].Bytes[bit / 8] ^= (byte)(1 << (bit % 8));

    private static FakeDisk Copy(Dictionary<string, Content> names, Func<Content, List<byte>> bytes)
    {
        var copy = new FakeDisk();
        foreach (var (name, content) in names) copy[name] = [.. bytes(content)];
        copy._syncedNames = new Dictionary<string, Content>(copy._names);
        return copy;
    }

    // True if the operation is the one that breaks off.
    private bool Enter()
    {
        OperationsLeft--;
        return OperationsLeft >= 0 ? false : OperationsLeft == -1 ? true : throw new IOException("crashed");
    }

    private void Do(Action action)
    {
        lock (_gate)
        {
            if (Enter()) throw new IOException("crashed");
            action();
        }
    }

    private void Write(Content content, ReadOnlySpan<byte> bytes, long offset)
    {
        lock (_gate)
        {
            var breaksOff = Enter();
            var count = breaksOff ? bytes.Length * PercentOfLastWrite / 100 : bytes.Length;
            var more = Math.Max(0, offset + count - content.Bytes.Count);
            if (more > BytesFree) (count, more) = (count - (int)(more - BytesFree), BytesFree);

            var kept = Math.Min((int)offset, content.Bytes.Count);
            content.Bytes.RemoveRange(kept, Math.Min(content.Bytes.Count - kept, count));
            content.Bytes.InsertRange(kept, bytes[..count]);
            BytesFree -= BytesFree == long.MaxValue ? 0 : more;
            if (breaksOff) throw new IOException("crashed");
            if (count < bytes.Length) throw new IOException("No space left on device");
        }
    }

    private sealed class Content
    {
        public List<byte> Bytes { get; set; } = [];

        public List<byte> Synced { get; set; } = [];
    }

    private sealed class Directory(FakeDisk disk) : IJournalDirectory
    {
        public IReadOnlyList<string> Names() => [.. disk._names.Keys];

        public IJournalFile Open(string name) => new OpenFile(disk, disk._names[name]);

        public IJournalFile Create(string name)
        {
            disk.Do(() => disk._names[name] = new Content());
            return Open(name);
        }

        public void Rename(string from, string to) => disk.Do(() =>
        {
            disk._names.Remove(from, out var content);
            disk._names[to] = content!;
        });

        public void Delete(string name) => disk.Do(() => disk._names.Remove(name));

        public void Sync() => disk.Do(() => disk._syncedNames = new Dictionary<string, Content>(disk._names));

        public void Dispose()
        {
        }
    }

    private sealed class OpenFile(FakeDisk disk, Content content) : IJournalFile
    {
        private bool _isClosed;

        public long Length => content.Bytes.Count;

        public int Read(Span<byte> buffer, long offset)
        {
            lock (disk._gate)
            {
                ObjectDisposedException.ThrowIf(_isClosed, this);
                var count = (int)Math.Clamp(content.Bytes.Count - offset, 0, buffer.Length);
                for (var i = 0; i < count; i++) buffer[i] = content.Bytes[(int)offset + i];
                return count;
            }
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset) => disk.Write(content, bytes, offset);

        public void Truncate(long length) => disk.Do(() =>
        {
            var cut = content.Bytes.Count - (int)length;
            if (disk.BytesFree != long.MaxValue) disk.BytesFree += cut;
            content.Bytes.RemoveRange((int)length, cut);
        });

        public void Sync() => disk.Do(() =>
        {
            if (disk.FailsToSync) throw new IOException("Input/output error");
            content.Synced = [.. content.Bytes];
        });

        public void Dispose() => _isClosed = true;
    }
}
