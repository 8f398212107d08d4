using Broker.Fuzz;

if (FuzzOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(FuzzOptions.Usage);
    return 2;
}
using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    interrupted.Cancel();
};
Console.WriteLine($"Seed {options.Seed}, {options.Clients} clients, {options.Time.TotalMinutes} minutes.");
var findings = await new FuzzRun(options, Console.Out).RunAsync(interrupted.Token);
foreach (var finding in findings) Console.WriteLine($"FOUND {finding}");
Console.WriteLine($"{findings.Count} findings.");
return findings.Count == 0 ? 0 : 1;
