namespace Broker.FaultLab.Tests.Checking;

/// <summary>Histories as a spec tells them, in whole seconds.</summary>
internal static class Told
{
    public const string Channel = "durable.a";

    public static TimeSpan At(double second) => TimeSpan.FromSeconds(second);

    public static Interval From(double begin, double end) => new(At(begin), At(end));

    public static Answer Ok(double begin, double end, int node = 0) =>
        new("test", node, From(begin, end), 200);

    public static Answer Unanswered(double begin, double end, int node = 0) =>
        new("test", node, From(begin, end), 0);

    public static Fault Broken(FaultKind kind, int node, double begin, double end) =>
        new(kind, [node], From(begin, end));

    /// <summary>The database of all nodes.</summary>
    public static Fault Broken(FaultKind kind, double begin, double end) => new(kind, [], From(begin, end));

    /// <summary>Acknowledged contents, one in each second from 1 on.</summary>
    public static Publish[] Published(params IEnumerable<string> contents) =>
        [.. contents.Select((content, at) => new Publish(Channel, content, Ok(at + 1, at + 1.5)))];

    /// <summary>A session without offsets, from the beginning.</summary>
    public static Session Heard(string subscriber, params string[] contents) =>
        Session(subscriber, [.. contents.Select(content => new Heard(At(50), content))]);

    /// <summary>A session whose contents have these offsets, all of epoch <c>e</c>.</summary>
    public static Session HeardAt(string subscriber, params (long Offset, string Content)[] heard) =>
        Session(subscriber, [.. heard.Select(one => new Heard(At(50), one.Content, "e", one.Offset))]);

    public static Session Session(string subscriber, params Heard[] heard) =>
        new(subscriber, Channel, Node: 0, At(0), IsResumed: false, IsFinal: false, heard);

    public static History Of(IEnumerable<Publish> publishes, params Session[] sessions) => new()
    {
        Channels = [new ChannelKind(Channel, IsDurable: true, IsKept: true)],
        Publishes = [.. publishes],
        // What is lost has specs of its own: here the last reading has everything.
        Sessions = sessions.Any(session => session.IsFinal) ? sessions : [.. sessions, Last(publishes)],
    };

    private static Session Last(IEnumerable<Publish> publishes) =>
        Heard("last", [.. publishes.Select(one => one.Content).Distinct()]) with { IsFinal = true };

    public static void IsFound(string kind, History history) =>
        Assert.Equal([kind], Checker.Find(history).Select(violation => violation.Kind).Distinct());

    public static void IsClean(History history) => Assert.Empty(Checker.Find(history));
}
