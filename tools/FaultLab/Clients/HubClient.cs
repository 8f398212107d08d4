using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Broker.FaultLab.Histories;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab.Clients;

/// <summary>
/// A client of the hub that relays to others at other nodes and asks who is there. Who is there is known
/// to the lab through <paramref name="peers"/>.
/// </summary>
internal sealed class HubClient(
    LabContext context, string name, ConcurrentDictionary<ulong, bool> peers) : IClient
{
    private readonly Random _choices = context.ChoicesOf(name);

    /// <param name="To">To whom; 0 for a list.</param>
    /// <param name="Number">Of the relay.</param>
    /// <param name="Begin">When it was asked.</param>
    private sealed record Asked(ulong To, long Number, TimeSpan Begin);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await ConnectAsync(_choices.Next(context.Nodes.Count), stop);
            await Pause.ForAsync(TimeSpan.FromMilliseconds(300), stop);
        }
    }

    private async Task ConnectAsync(int node, CancellationToken stop)
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var wire = new HubWire();
        var begin = context.Now;
        leave.CancelAfter(TimeSpan.FromSeconds(12));
        try
        {
            await wire.ConnectAsync(
                context.Nodes[node].Host, context.Nodes[node].HubPort, leave.Token);
        }
        catch (Exception exception) when (Trouble.IsExpected(exception))
        {
            context.Recorder.Answered(
                "hub connect", node, begin, 0, exception.Message, stop.IsCancellationRequested);
            return;
        }
        context.Recorder.Answered("hub connect", node, begin, 200);
        peers[wire.Id] = true;
        leave.CancelAfter(TimeSpan.FromSeconds(_choices.Next(10, 60)));
        await TalkAsync(wire, node, leave);
        peers.TryRemove(wire.Id, out _);
        wire.Dispose();
        context.Recorder.Add(new Seat(wire.Id, node, new Interval(begin, context.Now)));
    }

    private async Task TalkAsync(HubWire wire, int node, CancellationTokenSource leave)
    {
        var asked = new ConcurrentDictionary<ulong, Asked>();
        var reading = ReadAsync(wire, node, asked, leave);
        try
        {
            for (var number = 1L; !leave.IsCancellationRequested; number++)
            {
                await AskAsync(wire, node, asked, number, leave.Token);
                await Pause.ForAsync(TimeSpan.FromMilliseconds(_choices.Next(50, 400)), leave.Token);
            }
        }
        catch (Exception exception) when (Trouble.IsExpected(exception))
        {
            // The connection is lost.
        }
        await leave.CancelAsync();
        await reading;
        foreach (var (to, number, begin) in asked.Values.Where(one => one.To > 0))
        {
            context.Recorder.Add(new Relay(wire.Id, to, number,
                context.Recorder.Answered("hub relay", node, begin, 0, isExpected: true)));
        }
    }

    private async Task AskAsync(
        HubWire wire, int node, ConcurrentDictionary<ulong, Asked> asked, long number, CancellationToken stop)
    {
        var others = peers.Keys.Where(peer => peer != wire.Id).ToArray();
        var request = (ulong)number;
        if (others.Length == 0 || _choices.Next(5) == 0)
        {
            asked[request] = new Asked(0, number, context.Now);
            await wire.SendAsync(HubWire.List, [request], [], stop);
            return;
        }
        var to = others[_choices.Next(others.Length)];
        asked[request] = new Asked(to, number, context.Now);
        await wire.SendAsync(HubWire.Relay, [request, 1, to], Encoding.ASCII.GetBytes($"{number}"), stop);
    }

    private async Task ReadAsync(
        HubWire wire, int node, ConcurrentDictionary<ulong, Asked> asked, CancellationTokenSource leave)
    {
        try
        {
            while (true)
            {
                var (type, fields) = await wire.ReadAsync(leave.Token);
                if (type == HubWire.Delivery) Hear(wire.Id, fields);
                else if (!Take(wire.Id, node, asked, type, HubWire.Numbers(fields))) break;
            }
        }
        catch (Exception exception) when (Trouble.IsExpected(exception))
        {
            // The connection is lost, or it leaves.
        }
        await leave.CancelAsync();
    }

    private bool Take(
        ulong id, int node, ConcurrentDictionary<ulong, Asked> asked, byte type, List<ulong> numbers)
    {
        if (type == HubWire.Goodbye || !asked.TryRemove(numbers[0], out var one)) return false;

        if (type == HubWire.Listed)
        {
            var answer = context.Recorder.Answered("hub list", node, one.Begin, 200);
            var (at, ids) = (0UL, new List<ulong>());
            foreach (var difference in numbers.Skip(2)) ids.Add(at += difference);
            context.Recorder.Add(new HubListed(id, node, answer.Time, ids));
            return true;
        }

        // A receipt of 0 is an answer too: the receiver may have left.
        var receivers = type == HubWire.Receipt ? numbers[1] : 0;
        var status = type != HubWire.Receipt ? 503 : receivers > 0 ? 200 : 404;
        var relayed = context.Recorder.Answered(
            one.To > 0 ? "hub relay" : "hub list", node, one.Begin, status, isExpected: status == 404);
        if (one.To > 0) context.Recorder.Add(new Relay(id, one.To, one.Number, relayed));
        return true;
    }

    private void Hear(ulong id, byte[] fields)
    {
        var length = Array.FindIndex(fields, part => part < 0x80) + 1;
        var number = long.Parse(Encoding.ASCII.GetString(fields[length..]), CultureInfo.InvariantCulture);
        var from = HubWire.Numbers(fields.AsSpan(0, length))[0];
        context.Recorder.Add(new RelayHeard(id, from, number, context.Now));
    }
}
