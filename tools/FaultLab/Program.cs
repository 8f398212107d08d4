using Broker.FaultLab;
using Broker.Postgres.TestKit;

if (LabOptions.Parse(args) is not { } options)
{
    var names = Scenario.All.Select(scenario => scenario.Name);
    await Console.Error.WriteLineAsync(LabOptions.Usage + string.Join(", ", names));
    return 2;
}
if (options.Scenario.IsShared && PostgresServer.Missing is { } missing)
{
    await Console.Error.WriteLineAsync(missing);
    return 2;
}

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    interrupted.Cancel();
};
var report = await LabRun.RunAsync(options, interrupted.Token);
report.Print(Console.Out);
return report.Violations.Count == 0 ? 0 : 1;
