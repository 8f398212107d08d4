using System.Diagnostics;
using System.Text;

namespace Broker.EndToEnd.Tests.Tools;

/// <summary>A child process whose standard output is read as bytes, while it runs.</summary>
public sealed class ByteProcess : IDisposable
{
    private readonly System.Diagnostics.Process _process;

    private ByteProcess(System.Diagnostics.Process process) => _process = process;

    public static ByteProcess Start(ProcessStartInfo info)
    {
        info.RedirectStandardOutput = true;
        return new ByteProcess(System.Diagnostics.Process.Start(info)!);
    }

    /// <summary>What it writes up to and including the ending.</summary>
    public async Task<byte[]> ReadUntilAsync(byte[] ending)
    {
        var read = new List<byte>();
        var one = new byte[1];
        while (read.Count < ending.Length || !read.TakeLast(ending.Length).SequenceEqual(ending))
        {
            var count = await _process.StandardOutput.BaseStream.ReadAsync(one, Patience.Token());
            if (count == 0) throw new EndOfStreamException(Encoding.UTF8.GetString([.. read]));
            read.Add(one[0]);
        }
        return [.. read];
    }

    public async Task<string> ReadTextUntilAsync(string ending) =>
        Encoding.UTF8.GetString(await ReadUntilAsync(Encoding.UTF8.GetBytes(ending)));

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
