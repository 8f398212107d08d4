using System.Linq.Expressions;
using System.Reflection;

namespace Broker.Kernel;

/// <summary>
/// Values of the arguments in <c>new X(a, b)</c>. Constants and captured variables need no compiler.
/// </summary>
internal static class ArgumentEvaluator
{
    public static object?[] Evaluate(IReadOnlyList<Expression> arguments)
    {
        var values = arguments.Count == 0 ? [] : new object?[arguments.Count];
        for (var i = 0; i < values.Length; i++) values[i] = Evaluate(arguments[i]);
        return values;
    }

    private static object? Evaluate(Expression expression) => expression switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field, Expression: null } => field.GetValue(null),
        MemberExpression { Member: FieldInfo field, Expression: { } owner }
            when Evaluate(owner) is { } instance => field.GetValue(instance),
        UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert
            when convert.Type.IsAssignableFrom(convert.Operand.Type) => Evaluate(convert.Operand),
        _ => Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile()(),
    };
}
