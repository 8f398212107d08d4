using System.Globalization;
using Broker.Cluster.Benchmarks;

if (args.Length != 4)
{
    Console.Error.WriteLine("Usage: LABEL SECONDS PORT,… CHANNEL,…");
    return 2;
}

// Prints one row for each channel: label, channel, rates, delays.
var time = TimeSpan.FromSeconds(double.Parse(args[1], CultureInfo.InvariantCulture));
var ports = args[2].Split(',').Select(port => int.Parse(port, CultureInfo.InvariantCulture)).ToArray();
foreach (var channel in args[3].Split(','))
{
    var measurement = new Measurement(ports, channel, time);
    // Whatever is measured first would pay for compiling.
    await new Measurement(ports, channel, time / 2).ThroughputAsync(256);
    var single = await measurement.ThroughputAsync(1);
    var few = await measurement.ThroughputAsync(16);
    var many = await measurement.ThroughputAsync(256);
    var late = await measurement.LatencyAsync();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {args[0]} | {channel.Split('.')[0]} | {single:f0} | {few:f0} | {many:f0} "
        + $"| {late.SameP50:f1}, {late.SameP99:f1} | {late.CrossP50:f1}, {late.CrossP99:f1} |"));
}
return 0;
