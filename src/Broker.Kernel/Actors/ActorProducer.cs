using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;

namespace Broker.Kernel;

/// <summary>
/// Constructor calls compiled once per constructor: a reflective call per spawn would cost more than the
/// spawn, and a delegate per props more than the props.
/// </summary>
internal static class ActorProducer
{
    private static readonly ConcurrentDictionary<ConstructorInfo, Func<object?[], ActorBase>> Compiled = [];

    public static Func<object?[], ActorBase> For(ConstructorInfo constructor)
    {
        // Akka.NET looks for public constructors only; an actor that works here must work there.
        if (!constructor.IsPublic)
            return _ => throw new MissingMethodException(
                $"{constructor.DeclaringType} has no such public constructor.");

        return Compiled.GetOrAdd(constructor, Compile);
    }

    public static Func<object?[], ActorBase> For(Type type, object?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!typeof(ActorBase).IsAssignableFrom(type))
            throw new ArgumentException($"{type} is not an actor.", nameof(type));

        return !type.IsAbstract && arguments.Length == 0 && type.GetConstructor([]) is { } constructor
            ? For(constructor)
            : values => (ActorBase)Activator.CreateInstance(type, values)!;
    }

    private static Func<object?[], ActorBase> Compile(ConstructorInfo constructor)
    {
        var arguments = Expression.Parameter(typeof(object?[]), "arguments");
        var values = constructor.GetParameters().Select((parameter, index) => (Expression)Expression.Convert(
            Expression.ArrayIndex(arguments, Expression.Constant(index)), parameter.ParameterType));
        var creation = Expression.New(constructor, values);
        return Expression.Lambda<Func<object?[], ActorBase>>(creation, arguments).Compile();
    }
}
