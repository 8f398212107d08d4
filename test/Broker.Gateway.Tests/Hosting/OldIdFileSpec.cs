using Broker.Gateway.Hosting;
using Broker.Gateway.Startup;
using Broker.Gateway.Tests.Startup;

namespace Broker.Gateway.Tests.Hosting;

public sealed class OldIdFileSpec : IDisposable
{
    private readonly WorkingDirectory _directory = new();

    private string File => Path.Combine(_directory.Path, "ids");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(42)]
    [InlineData(ulong.MaxValue)]
    public void Says_which_ids_an_earlier_version_gave(ulong next)
    {
        Assert.Equal(1UL, OldIdFile.NextOf(_directory.Path));
        _directory.Write("ids", OldIdFile.TextOf(next));

        Assert.Equal(next, OldIdFile.NextOf(_directory.Path));
        Assert.Equal(next, OldIdFile.NextOf(_directory.Path));
    }

    [Fact]
    public void Any_change_of_any_byte_is_refused_by_name()
    {
        _directory.Write("ids", OldIdFile.TextOf(42));
        var good = System.IO.File.ReadAllBytes(File);
        for (var i = 0; i < good.Length; i++)
        {
            AssertRefused([.. good[..i]]);
            AssertRefused([.. good[..i], (byte)(good[i] ^ 1), .. good[(i + 1)..]]);
        }
        AssertRefused([.. good, (byte)'\n']);

        System.IO.File.WriteAllBytes(File, good);
        Assert.Equal(42UL, OldIdFile.NextOf(_directory.Path));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_refused()
    {
        using var held = new FileStream(File, FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        Assert.Contains("cannot be read", Refusal().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_process_does_not_start_over_a_damaged_file()
    {
        _directory.Write("data/ids", "broker-ids-1 next 1");

        Assert.Equal(ExitCode.CannotStart, await _directory.RunAsync([], BrokerHost.ServeAsync));
        Assert.Contains(Path.Combine("data", "ids"), _directory.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("damaged", _directory.Error.ToString(), StringComparison.Ordinal);
    }

    private StartupException Refusal()
    {
        var refusal = Assert.Throws<StartupException>(() => OldIdFile.NextOf(_directory.Path));
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
