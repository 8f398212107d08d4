namespace Broker.Journal.Tests.Model;

internal enum StepKind
{
    Append,
    Burst,
    Trim,
    Compact,
    Reopen,
}
