namespace Broker.Kernel;

public static class Logging
{
    /// <summary>Logs with the actor's path as source.</summary>
    public static ILoggingAdapter GetLogger(this IActorContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new BusLogging(context.System, context.Self.Path.ToString(), context.Props.Type);
    }

    public static ILoggingAdapter GetLogger(ActorSystem system, object logSourceObj)
    {
        ArgumentNullException.ThrowIfNull(logSourceObj);
        return new BusLogging(system, logSourceObj.ToString() ?? "", logSourceObj.GetType());
    }
}
