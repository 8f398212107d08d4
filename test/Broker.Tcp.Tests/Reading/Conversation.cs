using System.Text;
using Broker.Tcp.Reading;

namespace Broker.Tcp.Tests.Reading;

/// <summary>
/// Drives a reader as a connection does, without a socket and without a clock, and writes down what it says.
/// </summary>
internal sealed class Conversation(ICommandReader reader)
{
    private byte[] _held = [];
    private bool _isBroken;

    public List<string> Said { get; } = [];

    /// <summary>The most that stayed behind after a read.</summary>
    public int HeldBytesMax { get; private set; }

    public static Conversation InBothForms(int lineBytesMax = 100, int bodyBytesMax = 1000) =>
        new(new HubReader(lineBytesMax, bodyBytesMax));

    public void Feed(string text) => Feed(Encoding.Latin1.GetBytes(text));

    public void Feed(ReadOnlySpan<byte> bytes, int segmentLength = int.MaxValue) =>
        Read(bytes, segmentLength, InputEnd.None);

    /// <summary>The client is silent; that means nothing where nothing waits for it.</summary>
    public void BeSilent()
    {
        if (reader.AwaitsGap) Read([], int.MaxValue, InputEnd.Gap);
    }

    public void End() => Read([], int.MaxValue, InputEnd.Completed);

    private void Read(ReadOnlySpan<byte> bytes, int segmentLength, InputEnd end)
    {
        if (_isBroken) return;

        _held = [.. _held, .. bytes];
        var buffer = Sequence.Of(_held, segmentLength);
        while (true)
        {
            var command = reader.Read(ref buffer, end);
            if (command.Kind is HubCommandKind.NeedMore) break;
            Said.Add(Shown(command));
            command.Body.Collected?.Release();
            _isBroken = command.Kind is HubCommandKind.Broken or HubCommandKind.Foreign;
            if (_isBroken) return;
        }
        _held = System.Buffers.BuffersExtensions.ToArray(buffer);
        HeldBytesMax = Math.Max(HeldBytesMax, _held.Length);
    }

    private static string Shown(in HubCommand command)
    {
        var mark = command.Mark == 0 ? "" : $"#{command.Mark} ";
        return command.Kind switch
        {
            HubCommandKind.Identity => mark + "identity",
            HubCommandKind.List => mark + "list",
            HubCommandKind.Echo => $"{mark}echo:{Shown(command.Body.ToArray())}",
            HubCommandKind.Relay => $"{mark}relay to {ShownTo(command)}:{Shown(command.Body.ToArray())}",
            HubCommandKind.Preamble => $"preamble {Convert.ToHexString(command.Nonce.Span)}",
            HubCommandKind.Foreign => "foreign",
            HubCommandKind.Broken => $"broken: {command.Detail}",
            _ => $"{mark}refused: {command.Detail}",
        };
    }

    private static string ShownTo(in HubCommand relay) =>
        string.Join(",", relay.To!.Ids);

    private static string Shown(byte[] body) => Encoding.Latin1.GetString(body);
}
