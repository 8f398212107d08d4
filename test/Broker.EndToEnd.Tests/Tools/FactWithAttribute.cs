namespace Broker.EndToEnd.Tests.Tools;

/// <summary>A fact that needs programs of <see cref="Tool"/>; skipped where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactWithAttribute : FactAttribute
{
    public FactWithAttribute(params string[] tools) => Skip = Tool.WhyMissing(tools);
}
