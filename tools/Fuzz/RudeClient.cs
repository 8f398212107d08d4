using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Broker.Fuzz;

/// <summary>Sends one input a connection, in one of the ways that polite clients do not know.</summary>
internal sealed class RudeClient(Target target, int seed, Counts counts, ConcurrentQueue<string> findings)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private static readonly string[] Broken = ["HTTP/1.1 500 ", "HTTP/1.1 502 ", "HTTP/1.1 504 "];

    private readonly Random _random = new(seed);
    private readonly byte[] _answer = new byte[64 << 10];

    private enum Manner { AllAtOnce, ByteByByte, HalfClose, Reset, NeverRead }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var input = Inputs.Next(_random);
            var manner = (Manner)_random.Next(5);
            try
            {
                await SendAsync(input, manner, stop);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or IOException)
            {
                // The server has cut it off, or says no more.
            }
            counts.Add(input.Kind, input.Bytes.Length);
        }
    }

    private async Task SendAsync(Input input, Manner manner, CancellationToken stop)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // Each has an address of its own, so that no limit of an address hides what they send.
        socket.Bind(new IPEndPoint(IPAddress.Parse($"127.0.1.{_random.Next(1, 255)}"), 0));
        socket.NoDelay = true;
        await socket.ConnectAsync(IPAddress.Loopback, input.IsHub ? target.HubPort : target.HttpPort, stop);
        if (manner == Manner.Reset) socket.LingerState = new LingerOption(enable: true, 0);
        if (input.First > 0)
        {
            await socket.SendAsync(input.Bytes.AsMemory(0, input.First), stop);
            await ReadAsync(socket, input, stop);
        }
        await SendRestAsync(socket, input, manner, stop);
        if (manner == Manner.HalfClose) socket.Shutdown(SocketShutdown.Send);
        if (manner is not Manner.Reset and not Manner.NeverRead)
            while (await ReadAsync(socket, input, stop)) { }
    }

    private static async Task SendRestAsync(Socket socket, Input input, Manner manner, CancellationToken stop)
    {
        var rest = input.Bytes.AsMemory(input.First);
        if (manner != Manner.ByteByByte || rest.Length > 2_000)
        {
            await socket.SendAsync(rest, stop);
            return;
        }
        for (var at = 0; at < rest.Length; at++) await socket.SendAsync(rest.Slice(at, 1), stop);
    }

    /// <returns>False when nothing more comes soon.</returns>
    private async Task<bool> ReadAsync(Socket socket, Input input, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        var read = await socket.ReceiveAsync(_answer, limit.Token);
        var text = Encoding.Latin1.GetString(_answer, 0, read);
        if (Broken.FirstOrDefault(text.Contains) is { } broken)
            findings.Enqueue($"{broken}for {input.Kind}: {Convert.ToHexString(input.Bytes)}");
        return read > 0;
    }
}
