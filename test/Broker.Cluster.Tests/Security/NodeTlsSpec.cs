using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Broker.Cluster.Joining;
using Broker.Cluster.Tests.Kit;

namespace Broker.Cluster.Tests.Security;

[Collection(nameof(Clusters))]
public sealed class NodeTlsSpec : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<IAsyncDisposable> _systems = [];

    private static ClusterSettings Settings { get; } =
        TestNode.Settings with { Discovery = Discovery.Config, SeedNodes = [] };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var system in _systems) await system.DisposeAsync();
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Nodes_of_one_secret_reach_each_other()
    {
        var (one, other) = (await StartAsync(Settings), await StartAsync(Settings));
        var (probe, answers) = (ProbeOf(one), ProbeOf(other));

        Tell(other, one, "hello");
        await probe.ExpectMsgAsync("hello", TestNode.Patience);
        Tell(one, other, "hello too");
        await answers.ExpectMsgAsync("hello too", TestNode.Patience);
    }

    [Fact]
    public async Task A_process_of_another_secret_reaches_no_actor()
    {
        var stranger = StartStranger(Settings with { Secret = "another secret that is long enough too" });

        await ReachesNoActorAsync(Settings, stranger);
    }

    [Fact]
    public async Task A_process_without_TLS_reaches_no_actor() =>
        await ReachesNoActorAsync(Settings, StartStranger(null));

    [Fact]
    public async Task Nodes_of_one_authority_reach_each_other_and_those_of_another_reach_no_actor()
    {
        using var authority = new CertificateAuthority(_directory.Path);
        using var otherDirectory = new TemporaryDirectory();
        using var other = new CertificateAuthority(otherDirectory.Path);

        await ReachesNoActorAsync(
            Settings with { Certificates = authority.Sign() },
            StartStranger(Settings with { Certificates = other.Sign() }),
            Settings with { Certificates = authority.Sign() });
    }

    [Fact]
    public async Task A_certificate_that_has_run_out_reaches_no_actor()
    {
        using var authority = new CertificateAuthority(_directory.Path);

        await ReachesNoActorAsync(
            Settings with { Certificates = authority.Sign() },
            StartStranger(Settings with
            {
                Certificates = authority.Sign(until: DateTimeOffset.UtcNow.AddHours(-1)),
            }),
            Settings with { Certificates = authority.Sign() });
    }

    [Fact]
    public async Task A_node_tells_a_process_of_another_secret_nothing()
    {
        var stranger = StartStranger(Settings with { Secret = "another secret that is long enough too" });
        var node = await StartAsync(Settings);

        node.System.ActorSelection($"{stranger.Address}{PathOf(stranger.Probe)}").Tell("a secret");
        await stranger.IsRefusedAsync(node, "/user/any");
        Assert.False(stranger.Probe.HasMessages);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stolen_certificate_without_its_key_is_refused(bool showsIt)
    {
        var node = await StartAsync(Settings);
        using var stolen = await StealAsync(node);

        await Assert.ThrowsAnyAsync<Exception>(() => EnterAsync(node, showsIt ? stolen : null));
    }

    [Theory]
    [InlineData("certificate")]
    [InlineData("key")]
    [InlineData("authority")]
    public async Task Says_which_file_cannot_be_used(string file)
    {
        using var authority = new CertificateAuthority(_directory.Path);
        var files = authority.Sign();
        var bad = Path.Combine(_directory.Path, "bad.pem");
        var settings = Settings with
        {
            Certificates = file switch
            {
                "certificate" => files with { Certificate = bad },
                "key" => files with { Key = authority.Sign().Key },
                _ => files with { Authority = files.Key },
            },
        };

        var refusal = await Assert.ThrowsAsync<ClusterException>(() => StartAsync(settings));
        Assert.StartsWith("broker.cluster.certificate: ", refusal.Message, StringComparison.Ordinal);
    }

    // The stranger fails first, then a friend gets through on the same port.
    private async Task ReachesNoActorAsync(
        ClusterSettings settings, Stranger stranger, ClusterSettings? friends = null)
    {
        var node = await StartAsync(settings);
        var friend = await StartAsync(friends ?? settings);
        var probe = ProbeOf(node);

        await stranger.IsRefusedAsync(node, PathOf(probe));
        Tell(friend, node, "a friend");
        await probe.ExpectMsgAsync("a friend", TestNode.Patience);
    }

    private static async Task<X509Certificate2> StealAsync(TestNode node)
    {
        X509Certificate2? stolen = null;
        using var client = await ConnectAsync(node);
        await using var stream = new SslStream(client.GetStream(), false, (_, certificate, _, _) =>
        {
            stolen = X509CertificateLoader.LoadCertificate(certificate!.GetRawCertData());
            return stolen is not null;
        });
        await stream.AuthenticateAsClientAsync("node");
        Assert.False(stolen!.HasPrivateKey);
        return stolen;
    }

    /// <summary>Completes when the node speaks to whoever shows that certificate.</summary>
    private static async Task EnterAsync(TestNode node, X509Certificate2? certificate)
    {
        using var client = await ConnectAsync(node);
        await using var stream = new SslStream(
            client.GetStream(), false, (_, shown, _, _) => shown is not null);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "node",
            ClientCertificates = certificate is null ? [] : [certificate],
        });
        await stream.WriteAsync(new byte[64]);
        if (await stream.ReadAsync(new byte[1]).AsTask().WaitAsync(TestNode.Patience) == 0)
            throw new AuthenticationException("the node has closed the connection");
    }

    private static async Task<TcpClient> ConnectAsync(TestNode node)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", node.Cluster.SelfAddress.Port!.Value);
        return client;
    }

    private async Task<TestNode> StartAsync(ClusterSettings settings)
    {
        var node = await TestNode.StartAsync("", settings);
        _systems.Add(node);
        return node;
    }

    private Stranger StartStranger(ClusterSettings? settings)
    {
        var stranger = new Stranger(settings);
        _systems.Add(stranger);
        return stranger;
    }

    private static TestProbe ProbeOf(TestNode node) => new TestKit(node.System).CreateTestProbe("probe");

    private static string PathOf(TestProbe probe) => probe.Ref.Path.ToStringWithoutAddress();

    private static void Tell(TestNode from, TestNode to, string text) =>
        from.System.ActorSelection($"{to.Address}/system/probe").Tell(text);
}
