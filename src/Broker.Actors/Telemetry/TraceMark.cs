using System.Diagnostics;

namespace Broker.Actors.Telemetry;

/// <summary>What a traced publication carries: which span caused it, and when that began.</summary>
public sealed record TraceMark(ActivityContext Cause, DateTimeOffset Began);
