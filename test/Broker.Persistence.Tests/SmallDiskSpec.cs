using Broker.Persistence.Tests.Kit;

namespace Broker.Persistence.Tests;

/// <summary>A disk of its own, in memory, that the spec fills. It takes root and Linux.</summary>
public sealed class SmallDiskSpec : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public SmallDiskSpec() => Tmpfs.Mount(_directory.Path);

    public void Dispose()
    {
        Tmpfs.Unmount(_directory.Path);
        _directory.Dispose();
    }

    [SkippableFact]
    public async Task Refuses_writes_while_the_disk_is_full_and_takes_them_again_afterwards()
    {
        await using var node = await Node.StartAsync(_directory.Path);
        var counter = node.Counter("one");
        await counter.Ask<ulong>(1ul, Node.Patience);

        var filler = Fill();
        object answer;
        do answer = await counter.Ask<object>(2ul, Node.Patience);
        while (answer is ulong);
        Assert.False(node.Store.Health.IsWriting);
        Assert.Contains(1ul, (await Node.ReadAsync(node.Counter("one"))).Numbers);

        File.Delete(filler);
        await node.StoreAsync("one", 3);
        Assert.True(node.Store.Health.IsWriting);
        var state = await Node.ReadAsync(node.Counter("one"));
        Assert.Equal((1ul, 3ul, false), (state.Numbers[0], state.Numbers[^1], state.IsBroken));
    }

    [SkippableFact]
    public async Task Refuses_to_start_on_a_full_disk()
    {
        Fill();

        var refusal = await Assert.ThrowsAsync<StoreException>(() => Node.StartAsync(_directory.Path));
        Assert.Matches("disk is full|cannot be (opened|read or written)", refusal.Message);
    }

    [SkippableFact]
    public async Task Is_known_to_be_full_without_a_write_when_it_is_asked_for()
    {
        await using var node = await Node.StartAsync(_directory.Path);
        var filler = Fill();
        await node.Store.Health.LookAsync(TimeSpan.Zero);
        Assert.Contains("full", node.Store.Health.Problem, StringComparison.Ordinal);

        File.Delete(filler);
        await Node.WaitAsync(() => node.Store.Health.IsWriting);
    }

    [SkippableFact]
    public async Task Is_healthy_again_without_a_write_when_there_is_room()
    {
        await using var node = await Node.StartAsync(_directory.Path);
        var counter = node.Counter("one");
        var filler = Fill();
        while (await counter.Ask<object>(1ul, Node.Patience) is ulong) { }
        Assert.False(node.Store.Health.IsWriting);

        File.Delete(filler);
        await Node.WaitAsync(() => node.Store.Health.IsWriting);
    }

    [SkippableFact]
    public async Task Refuses_to_start_on_a_disk_that_is_read_only()
    {
        await using (await Node.StartAsync(_directory.Path)) { }
        Tmpfs.MakeReadOnly(_directory.Path);

        Assert.Contains("read-only", await RefusalAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refuses_to_start_where_no_file_can_be_made_and_starts_when_one_can(bool wasThere)
    {
        if (wasThere) await using (await Node.StartAsync(_directory.Path)) { }
        var files = FillInodes();
        Assert.Matches("no file can be made|No space left on device", await RefusalAsync());

        foreach (var file in files.TakeLast(4)) File.Delete(file);
        await using var node = await Node.StartAsync(_directory.Path);
        await node.StoreAsync("one", 1);
    }

    [SkippableFact]
    public async Task Stores_on_where_no_file_can_be_made_any_more()
    {
        await using var node = await Node.StartAsync(_directory.Path);
        FillInodes();

        await node.StoreAsync("one", 1);
        Assert.Equal([1ul], (await Node.ReadAsync(node.Counter("one"))).Numbers);
        Assert.True(node.Store.Health.IsWriting);
    }

    private async Task<string> RefusalAsync() =>
        (await Assert.ThrowsAsync<StoreException>(() => Node.StartAsync(_directory.Path))).Message;

    private List<string> FillInodes()
    {
        var files = new List<string>();
        try
        {
            for (; ; )
            {
                var file = _directory.PathOf($"file {files.Count}");
                File.Create(file).Dispose();
                files.Add(file);
            }
        }
        catch (IOException)
        {
            return files;
        }
    }

    private string Fill()
    {
        var filler = _directory.PathOf("filler");
        using var file = File.OpenWrite(filler);
        try
        {
            for (var block = new byte[4096]; ;)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            return filler;
        }
    }
}
