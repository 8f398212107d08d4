namespace Broker.Journal.Tests.Model;

/// <summary>One thing that is done with a journal.</summary>
/// <param name="Count">Events of an append, or appends of a burst.</param>
/// <param name="Percent">How much of the stream a trim gives up.</param>
internal sealed record Step(StepKind Kind, int Stream, int Count, int Bytes, int Percent);
