using FsCheck;
using FsCheck.Fluent;

namespace Broker.Journal.Tests.Model;

/// <summary>A life of a journal: what is done, and when and how it ends.</summary>
/// <param name="CrashAt">The operation of the file system that breaks off.</param>
internal sealed record Scenario(Step[] Steps, int CrashAt, int PercentOfLastWrite, bool IsPowerLoss)
{
    private static readonly Gen<Step> AnyStep =
        from kind in Gen.Frequency(
            (8, Gen.Constant(StepKind.Append)), (4, Gen.Constant(StepKind.Burst)),
            (4, Gen.Constant(StepKind.Trim)), (2, Gen.Constant(StepKind.Compact)),
            (1, Gen.Constant(StepKind.Reopen)))
        from stream in Gen.Choose(0, 3)
        from count in Gen.Choose(1, 3)
        from bytes in Gen.Choose(1, 120)
        from percent in Gen.Choose(0, 110)
        select new Step(kind, stream, count, bytes, percent);

    public static Arbitrary<Scenario> Any { get; } = (
        from steps in AnyStep.ArrayOf(40)
        from crashAt in Gen.Choose(0, 150)
        from percent in Gen.Choose(0, 100)
        from isPowerLoss in Gen.Elements(false, true)
        select new Scenario(steps, crashAt, percent, isPowerLoss)).ToArbitrary();

    public override string ToString() =>
        $"{(IsPowerLoss ? "power" : "kill")} at {CrashAt} ({PercentOfLastWrite} %): "
        + string.Join("; ", Steps);
}
