using System.Diagnostics;
using System.Globalization;

namespace Broker.Kernel.Benchmarks;

/// <summary>
/// One row per figure; each is the best of a few runs, so that a busy machine disturbs less.
/// </summary>
internal static class Program
{
    private const int Messages = 5_000_000;
    private static readonly string Engine = typeof(ActorSystem).Assembly.GetName().Name!;

    private static async Task Main(string[] args)
    {
        var scale = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 1;
        var messages = (int)(Messages * scale);
        Console.WriteLine($"| {Engine} | figure | unit |");
        Console.WriteLine("| --- | ---: | --- |");
        await Row("tell, 1 producer", 3, system => Tell(system, producers: 1, messages));
        await Row("tell, 2 producers", 3, system => Tell(system, producers: 2, messages));
        await Row("ping-pong, 1 pair", 3, system => PingPong(system, messages / 4));
        await Row("ask", 3, system => Ask(system, messages / 10));
        await Row("spawn and stop, watched", 3, system => SpawnAndStop(system, (int)(500_000 * scale)));
        await Row("spawn and stop", 3, system => SpawnAndStopUnwatched(system, (int)(500_000 * scale)));
        await Row("idle actor", 1, system => IdleBytes(system, (int)(1_000_000 * scale)), "bytes");
    }

    private static async Task Row(
        string name, int runs, Func<ActorSystem, Task<double>> run, string unit = "per second")
    {
        var best = 0.0;
        for (var i = 0; i < runs; i++)
        {
            using var system = ActorSystem.Create("benchmark");
            best = Math.Max(best, await run(system));
            await system.Terminate();
        }
        Console.WriteLine($"| {name} | {best.ToString("N0", CultureInfo.InvariantCulture)} | {unit} |");
    }

    private static async Task<double> Tell(ActorSystem system, int producers, int messages)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var each = messages / producers;
        var counter = system.ActorOf(Props.Create(() => new Counter(each * producers, done)));
        var message = new object();
        var watch = Stopwatch.StartNew();
        var threads = Enumerable.Range(0, producers).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < each; i++) counter.Tell(message, ActorRefs.NoSender);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        await done.Task;
        return messages / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> PingPong(ActorSystem system, int rounds)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = system.ActorOf(Props.Create(() => new Pinger(rounds, done)));
        var right = system.ActorOf(Props.Create(() => new Pinger(rounds, done)));
        var watch = Stopwatch.StartNew();
        left.Tell(right, ActorRefs.NoSender);
        await done.Task;
        return rounds * 2 / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> Ask(ActorSystem system, int questions)
    {
        var echo = system.ActorOf(Props.Create(() => new Echo()));
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < questions; i++) await echo.Ask<string>("question", TimeSpan.FromSeconds(10));
        return questions / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> SpawnAndStop(ActorSystem system, int actors)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = new object();
        var child = Props.Create(() => new Idle(first, 1));
        var spawner = system.ActorOf(
            Props.Create(() => new Spawner(child, 1_000, actors / 1_000, done, true)));
        var watch = Stopwatch.StartNew();
        spawner.Tell("go", ActorRefs.NoSender);
        await done.Task;
        return actors / watch.Elapsed.TotalSeconds;
    }

    private static Task<double> SpawnAndStopUnwatched(ActorSystem system, int actors)
    {
        using var ended = new CountdownEvent(actors);
        var props = Props.Create(() => new StopCounter(ended));
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < actors; i++) system.Stop(system.ActorOf(props));
        ended.Wait();
        return Task.FromResult(actors / watch.Elapsed.TotalSeconds);
    }

    private static async Task<double> IdleBytes(ActorSystem system, int actors)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = new object();
        var child = Props.Create(() => new Idle(first, 1));
        var spawner = system.ActorOf(
            Props.Create(() => new Spawner(child, 1_000, actors / 1_000, done, false)));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        spawner.Tell("go", ActorRefs.NoSender);
        await done.Task;
        await Task.Delay(500);
        return (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)actors;
    }
}
