using System.Diagnostics;
using System.Globalization;

namespace Broker.FaultLab.Nodes;

/// <summary>
/// Where the nodes of a run live: each in a network namespace of its own on one bridge, so that links between
/// nodes can be cut; or all on loopback, where they cannot.
/// </summary>
public sealed class LabNetwork : IDisposable
{
    private const int NetworksMax = 200;

    // No card has it: frames to it are dropped in silence.
    private const string NoCard = "02:00:00:00:00:99";

    private static readonly Lazy<string?> Problem = new(FindProblem);

    private readonly int? _network;
    private readonly Process? _guard;

    private LabNetwork(int? network, Process? guard) => (_network, _guard) = (network, guard);

    /// <summary>Why links between nodes cannot be cut on this machine; null if they can.</summary>
    public static string? Missing => Problem.Value;

    public bool HasLinks => _network is not null;

    /// <summary>Where nodes find what is not a node.</summary>
    public string Host => HasLinks ? Address(1) : "127.0.0.1";

    /// <summary>Namespaces for so many nodes; without them where the machine has none.</summary>
    public static LabNetwork Create(int nodes)
    {
        if (Missing is not null) return Loopback();

        // Another lab may run beside this one.
        var number = Enumerable.Range(1, NetworksMax).First(
            one => Run($"ip link add {Bridge(one)} type bridge"));
        var network = new LabNetwork(number, StartGuard(number, nodes));
        Require($"ip addr add {network.Host}/24 dev {Bridge(number)}");
        Require($"ip link set {Bridge(number)} up");
        for (var node = 0; node < nodes; node++) network.Add(node);
        return network;
    }

    public static LabNetwork Loopback() => new(null, null);

    public string AddressOf(int node) => HasLinks ? Address(11 + node) : "127.0.0.1";

    /// <summary>What goes before the command of a node.</summary>
    public IReadOnlyList<string> CommandOf(int node) =>
        _network is { } network ? ["ip", "netns", "exec", Namespace(network, node)] : [];

    /// <summary>What one node sends to another one goes nowhere from now on.</summary>
    public void Cut(int from, int to) => Require(
        $"ip -n {Namespace(_network!.Value, from)} neigh replace {AddressOf(to)} lladdr {NoCard} dev eth0"
        + " nud permanent");

    /// <summary>It arrives again.</summary>
    public void Mend(int from, int to) =>
        Require($"ip -n {Namespace(_network!.Value, from)} neigh del {AddressOf(to)} dev eth0");

    public void Dispose()
    {
        if (_guard is null) return;

        _guard.StandardInput.Close();
        _guard.WaitForExit();
        _guard.Dispose();
    }

    private static string Bridge(int network) => $"brokerlab{network}";

    private static string Namespace(int network, int node) => $"brokerlab{network}-{node}";

    private string Address(int host) => $"10.231.{_network}.{host}";

    private void Add(int node)
    {
        var (name, card) = (Namespace(_network!.Value, node), $"lab{_network}n{node}");
        Require($"ip netns add {name}");
        Require($"ip link add {card} type veth peer name eth0 netns {name}");
        Require($"ip link set {card} master {Bridge(_network.Value)} up");
        Require($"ip -n {name} addr add {AddressOf(node)}/24 dev eth0");
        Require($"ip -n {name} link set eth0 up");
        Require($"ip -n {name} link set lo up");
    }

    // Removes everything when this process ends, however it ends.
    private static Process StartGuard(int network, int nodes)
    {
        var names = string.Join(' ', Enumerable.Range(0, nodes).Select(node => Namespace(network, node)));
        var script = $"""
            trap '' TERM INT HUP
            cat >/dev/null
            for name in {names}; do
              for process in $(ip netns pids $name); do kill -KILL $process; done
              ip netns del $name
            done
            ip link del {Bridge(network)}
            """;
        return Process.Start(new ProcessStartInfo("sh", ["-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
    }

    private static string? FindProblem()
    {
        if (!Environment.IsPrivilegedProcess) return "Network namespaces need root.";

        var name = string.Create(CultureInfo.InvariantCulture, $"brokerlab-probe{Environment.ProcessId}");
        if (!Run($"ip netns add {name}")) return "This machine has no network namespaces.";

        Run($"ip netns del {name}");
        return null;
    }

    private static void Require(string command)
    {
        if (!Run(command)) throw new InvalidOperationException($"This failed: {command}");
    }

    private static bool Run(string command)
    {
        var words = command.Split(' ');
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(words[0], words[1..]) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no such program.
            return false;
        }
    }
}
