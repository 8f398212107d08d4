namespace Broker.EndToEnd.Tests.Tools;

/// <summary>A theory that needs programs of <see cref="Tool"/>; skipped where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TheoryWithAttribute : TheoryAttribute
{
    public TheoryWithAttribute(params string[] tools) => Skip = Tool.WhyMissing(tools);
}
