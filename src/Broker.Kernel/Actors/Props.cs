using System.Linq.Expressions;

namespace Broker.Kernel;

/// <summary>
/// A recipe for actors: which class with which arguments. Immutable, made once and used many times.
/// </summary>
public class Props
{
    private readonly object?[] _arguments;
    private readonly Func<object?[], ActorBase> _produce;

    /// <summary>The constructor is chosen by the arguments' types, each time an actor is made.</summary>
    public Props(Type type, params object?[] args)
        : this(type, args, ActorProducer.For(type, args))
    {
    }

    private Props(Type type, object?[] arguments, Func<object?[], ActorBase> produce) =>
        (Type, _arguments, _produce) = (type, arguments, produce);

    /// <summary>Makes actors that ignore every message.</summary>
    public static Props Empty { get; } = Create<EmptyActor>();

    public Type Type { get; }

    public IReadOnlyList<object?> Arguments => _arguments;

    /// <summary>Goes before the actor's own strategy; null for that one.</summary>
    public SupervisorStrategy? SupervisorStrategy { get; private init; }

    /// <summary>-1 for no limit.</summary>
    public int StashCapacity { get; private init; } = -1;

    /// <summary>
    /// From <c>() => new X(…)</c>: the arguments are evaluated here, once, and every actor gets the same
    /// values. The constructor must be public.
    /// </summary>
    public static Props Create<TActor>(
        Expression<Func<TActor>> factory, SupervisorStrategy? supervisorStrategy = null)
        where TActor : ActorBase
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (factory.Body is UnaryExpression)
        {
            var produce = factory.Compile();
            return new Props(typeof(TActor), [], _ => produce())
            {
                SupervisorStrategy = supervisorStrategy,
            };
        }

        if (factory.Body is not NewExpression { Constructor: { } constructor } creation)
            throw new ArgumentException("The create function must be a 'new T (args)' expression");

        var arguments = ArgumentEvaluator.Evaluate(creation.Arguments);
        return new Props(typeof(TActor), arguments, ActorProducer.For(constructor))
        {
            SupervisorStrategy = supervisorStrategy,
        };
    }

    public static Props Create<TActor>(params object?[] args)
        where TActor : ActorBase => new(typeof(TActor), args);

    public static Props Create<TActor>(SupervisorStrategy supervisorStrategy)
        where TActor : ActorBase, new() => new(typeof(TActor)) { SupervisorStrategy = supervisorStrategy };

    public static Props Create(Type type, params object?[] args) => new(type, args);

    internal static Props CreateBy(Type type, Func<ActorBase> produce) => new(type, [], _ => produce());

    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy) =>
        new(Type, _arguments, _produce)
        {
            SupervisorStrategy = supervisorStrategy,
            StashCapacity = StashCapacity,
        };

    public Props WithStashCapacity(int stashCapacity) => new(Type, _arguments, _produce)
    {
        SupervisorStrategy = SupervisorStrategy,
        StashCapacity = stashCapacity,
    };

    /// <summary>
    /// Makes one actor. What its constructor throws comes out inside of a TypeLoadException.
    /// </summary>
    internal ActorBase NewActor()
    {
        try
        {
            return _produce(_arguments);
        }
        catch (Exception failure)
        {
            throw new TypeLoadException(
                $"Error while creating actor instance of type {Type} with {Arguments.Count} args", failure);
        }
    }

    private sealed class EmptyActor : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
