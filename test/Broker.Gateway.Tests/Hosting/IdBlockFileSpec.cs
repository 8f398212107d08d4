using Broker.Gateway.Hosting;
using Broker.Gateway.Startup;
using Broker.Gateway.Tests.Startup;

namespace Broker.Gateway.Tests.Hosting;

public sealed class IdBlockFileSpec : IDisposable
{
    private readonly WorkingDirectory _directory = new();

    private string File => Path.Combine(_directory.Path, "ids");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Counts_from_1_in_a_fresh_directory_and_goes_on_where_any_earlier_process_was()
    {
        var first = Open();
        Assert.Equal(1UL, await first.ReserveAsync(1000));
        Assert.Equal(1001UL, await first.ReserveAsync(1));

        // No process ever says goodbye to the file, so a kill looks the same.
        Assert.Equal(1002UL, await Open().ReserveAsync(10));
        Assert.Equal(1012UL, await Open().ReserveAsync(10));
    }

    [Fact]
    public async Task A_block_is_on_disk_before_anybody_has_it()
    {
        await Open().ReserveAsync(41);

        var text = System.IO.File.ReadAllText(File);
        Assert.StartsWith("broker-ids-1 next 42 sha256 ", text, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File + ".new"));
    }

    [Fact]
    public async Task What_a_crash_left_half_written_beside_it_does_no_harm()
    {
        await Open().ReserveAsync(41);
        _directory.Write("ids.new", "broker-ids-1 ne");

        Assert.Equal(42UL, await Open().ReserveAsync(1));
    }

    [Fact]
    public async Task A_block_that_cannot_be_written_is_not_given_and_the_next_try_has_it()
    {
        var blocks = Open();
        await blocks.ReserveAsync(41);
        Directory.CreateDirectory(File + ".new");
        await Assert.ThrowsAnyAsync<SystemException>(() => blocks.ReserveAsync(1));
        Directory.Delete(File + ".new");

        Assert.Equal(42UL, await blocks.ReserveAsync(1));
    }

    [Fact]
    public async Task Any_change_of_any_byte_is_refused_by_name()
    {
        await Open().ReserveAsync(41);
        var good = System.IO.File.ReadAllBytes(File);
        for (var i = 0; i < good.Length; i++)
        {
            AssertRefused([.. good[..i]]);
            AssertRefused([.. good[..i], (byte)(good[i] ^ 1), .. good[(i + 1)..]]);
        }
        AssertRefused([.. good, (byte)'\n']);

        System.IO.File.WriteAllBytes(File, good);
        Assert.Equal(42UL, await Open().ReserveAsync(1));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_refused()
    {
        using var held = new FileStream(File, FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        Assert.Contains("cannot be read", Refusal().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_when_so_many_are_not_left_and_still_gives_the_last()
    {
        var blocks = Open();
        for (var i = 0; i < 3; i++) await blocks.ReserveAsync(int.MaxValue);
        Assert.NotNull(await blocks.ReserveAsync(1));

        var text = IdBlockFile.TextOf(ulong.MaxValue - 5);
        _directory.Write("ids", text);
        Assert.Null(await Open().ReserveAsync(6));
        Assert.Equal(ulong.MaxValue - 5, await Open().ReserveAsync(5));
        Assert.Null(await Open().ReserveAsync(1));
    }

    [Fact]
    public async Task The_process_does_not_start_over_a_damaged_file()
    {
        _directory.Write("data/ids", "broker-ids-1 next 1");

        Assert.Equal(ExitCode.CannotStart, await _directory.RunAsync([], BrokerHost.ServeAsync));
        Assert.Contains(Path.Combine("data", "ids"), _directory.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("damaged", _directory.Error.ToString(), StringComparison.Ordinal);
    }

    private IdBlockFile Open() => IdBlockFile.Open(_directory.Path);

    private StartupException Refusal()
    {
        var refusal = Assert.Throws<StartupException>(Open);
        Assert.Equal(ExitCode.CannotStart, refusal.ExitCode);
        Assert.Contains($"'{File}'", refusal.Message, StringComparison.Ordinal);
        return refusal;
    }

    private void AssertRefused(byte[] content)
    {
        System.IO.File.WriteAllBytes(File, content);
        Assert.Contains("is damaged", Refusal().Message, StringComparison.Ordinal);
    }
}
