namespace Broker.Tidy.Tests;

public class LogSpec
{
    private static readonly IReadOnlyList<SourceFile> Product = Repository.Files("src", ".cs");

    [Fact]
    public void Event_ids_are_unique() => Tidy.AssertNone(LogChecks.RepeatedIds(Product));

    [Fact]
    public void Every_message_has_an_event_id() => Tidy.AssertNone(LogChecks.WithoutId(Product));

    [Fact]
    public void Messages_stand_in_Log_files() => Tidy.AssertNone(LogChecks.OutsideLogFiles(Product));

    [Theory]
    [InlineData("[LoggerMessage(1, LogLevel.Debug, \"a\")]\n[LoggerMessage(1, LogLevel.Debug, \"b\")]")]
    [InlineData(
        "[LoggerMessage(EventId = 1, Message = \"a\")]\n[LoggerMessage(\n    1, LogLevel.Debug, \"b\")]")]
    [InlineData(
        "[LoggerMessage(Level = LogLevel.Debug, EventId = 1)]\n[LoggerMessage(1, LogLevel.Debug, \"b\")]")]
    public void A_repeated_id_is_found(string text) =>
        Assert.Single(LogChecks.RepeatedIds([Sample("Log", text)]));

    [Fact]
    public void A_repeated_id_in_two_files_is_found() =>
        Assert.Single(LogChecks.RepeatedIds(
            [Sample("A/Log", "[LoggerMessage(1, \"a\")]"), Sample("B/Log", "[LoggerMessage(1, \"a\")]")]));

    [Fact]
    public void A_message_without_an_id_is_found() =>
        Assert.Single(LogChecks.WithoutId(
            [Sample("Log", "[LoggerMessage(LogLevel.Debug, \"a {EventId = 5}\")]")]));

    [Fact]
    public void A_message_elsewhere_is_found() =>
        Assert.Single(LogChecks.OutsideLogFiles([Sample("Other", "[LoggerMessage(1, \"a\")]")]));

    private static SourceFile Sample(string name, string text) => new($"src/{name}.cs", text);
}
