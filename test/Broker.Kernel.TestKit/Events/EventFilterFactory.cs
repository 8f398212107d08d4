using System.Text.RegularExpressions;

namespace Broker.Kernel.TestKit;

/// <summary>
/// Expectations about log lines and dead letters: by type, by message (equal, start, contains or pattern) and
/// by source.
/// </summary>
public sealed class EventFilterFactory(TestKitBase testkit, ActorSystem system)
{
    public IEventFilterApplier Exception<TException>(
        string? message = null, string? start = null, string? contains = null, string? source = null)
        where TException : Exception => Exception(typeof(TException), message, start, contains, source);

    public IEventFilterApplier Exception<TException>(Regex pattern, string? source = null)
        where TException : Exception => Exception(typeof(TException), pattern.IsMatch, source, false);

    public IEventFilterApplier Exception(
        Type exceptionType,
        string? message = null,
        string? start = null,
        string? contains = null,
        string? source = null,
        bool checkInnerExceptions = false) =>
        Exception(exceptionType, Text(message, start, contains), source, checkInnerExceptions);

    public IEventFilterApplier Error(
        string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Log<Error>(Text(message, start, contains), source);

    public IEventFilterApplier Error(Regex pattern, string? source = null) =>
        Log<Error>(pattern.IsMatch, source);

    public IEventFilterApplier Warning(
        string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Log<Warning>(Text(message, start, contains), source);

    public IEventFilterApplier Warning(Regex pattern, string? source = null) =>
        Log<Warning>(pattern.IsMatch, source);

    public IEventFilterApplier Info(
        string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Log<Info>(Text(message, start, contains), source);

    public IEventFilterApplier Debug(
        string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Log<Debug>(Text(message, start, contains), source);

    public IEventFilterApplier DeadLetter() => Letters(_ => true, null);

    public IEventFilterApplier DeadLetter<TMessage>(string? source = null) =>
        Letters(letter => letter.Message is TMessage, source);

    public IEventFilterApplier DeadLetter<TMessage>(Func<TMessage, bool> isMatch, string? source = null) =>
        Letters(letter => letter.Message is TMessage message && isMatch(message), source);

    public IEventFilterApplier Custom(Predicate<LogEvent> predicate) =>
        Filter("a predicate", e => e is LogEvent line && predicate(line));

    public IEventFilterApplier Custom<TLogEvent>(Predicate<TLogEvent> predicate)
        where TLogEvent : LogEvent => Filter("a predicate", e => e is TLogEvent line && predicate(line));

    private static Func<string, bool> Text(string? message, string? start, string? contains) => text =>
        (message is null || text == message)
        && (start is null || text.StartsWith(start, StringComparison.Ordinal))
        && (contains is null || text.Contains(contains, StringComparison.Ordinal));

    private static bool IsFrom(string? wanted, string actual) =>
        wanted is null || actual == wanted
            || (wanted.StartsWith('/') && actual.EndsWith(wanted, StringComparison.Ordinal));

    private static bool IsOf(Type type, Exception? cause, bool checkInner) => cause is not null
        && (type.IsInstanceOfType(cause) || (checkInner && IsOf(type, cause.InnerException, checkInner)));

    private EventFilterApplier Exception(
        Type type, Func<string, bool> text, string? source, bool checkInner) =>
        Filter(type.Name, e => e is Error line
            && IsOf(type, line.Cause, checkInner)
            && IsFrom(source, line.LogSource)
            && (text(line.Message?.ToString() ?? "") || text(line.Cause!.Message)));

    private EventFilterApplier Log<TLine>(Func<string, bool> text, string? source)
        where TLine : LogEvent => Filter(
            typeof(TLine).Name,
            e => e is TLine line && IsFrom(source, line.LogSource) && text(line.Message?.ToString() ?? ""));

    private EventFilterApplier Letters(Func<DeadLetter, bool> match, string? source) => Filter(
        "dead letters",
        e => e is DeadLetter letter && match(letter) && IsFrom(source, letter.Recipient.Path.ToString()));

    private EventFilterApplier Filter(string name, Func<object, bool> match) =>
        new(testkit, system, name, match);
}
