using System.Collections;
using System.Reflection;

namespace Broker.Actors.Tests.Cluster;

/// <summary>Makes any message of a type, and shows all that is in one.</summary>
internal sealed class AnyMessage(IActorRef[] refs)
{
    private static readonly string[] Texts = ["", "a", "alice", "ü€😀", new('x', 300)];

    public object Of(Type type, Random random)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return random.Next(2) == 0 ? null! : Of(inner, random);
        if (type == typeof(long)) return random.NextInt64() >> random.Next(64);
        if (type == typeof(int)) return random.Next() >> random.Next(32);
        if (type == typeof(bool)) return random.Next(2) == 0;
        if (type == typeof(string)) return Texts[random.Next(Texts.Length)];
        // That of a publication is its batch's.
        if (type == typeof(ChannelName)) return Names.Channel("news ü");
        if (type == typeof(IActorRef)) return refs[random.Next(refs.Length)];
        if (type == typeof(DateTimeOffset))
            return new DateTimeOffset(random.NextInt64(DateTime.MaxValue.Ticks), TimeSpan.Zero);
        if (type == typeof(ReadOnlyMemory<byte>)) return Content(random);
        if (type.IsEnum) return Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length))!;
        if (type.IsArray) return Array(type.GetElementType()!, random);

        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        return constructor.Invoke([.. constructor.GetParameters().Select(p => Argument(p, random))]);
    }

    public static string Show(object? value) => value switch
    {
        null => "none",
        string or IActorRef or ChannelName => $"'{value}'",
        ReadOnlyMemory<byte> content => Convert.ToHexString(content.Span),
        IEnumerable all => $"[{string.Join(", ", all.Cast<object?>().Select(Show))}]",
        _ when value.GetType() is { IsPrimitive: true } or { IsEnum: true } => value.ToString()!,
        DateTimeOffset time => time.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => $"{value.GetType().Name}({string.Join(", ", PartsOf(value))})",
    };

    private static IEnumerable<string> PartsOf(object value) => value.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(property => $"{property.Name}: {Show(property.GetValue(value))}");

    private static ReadOnlyMemory<byte> Content(Random random)
    {
        var bytes = new byte[random.Next(40)];
        random.NextBytes(bytes);
        return bytes;
    }

    private Array Array(Type element, Random random)
    {
        var array = System.Array.CreateInstance(element, random.Next(4));
        for (var i = 0; i < array.Length; i++) array.SetValue(Of(element, random), i);
        return array;
    }

    private object? Argument(ParameterInfo parameter, Random random)
    {
        var state = new NullabilityInfoContext().Create(parameter).WriteState;
        return state is NullabilityState.Nullable && random.Next(2) == 0
            ? null
            : Of(parameter.ParameterType, random);
    }
}
