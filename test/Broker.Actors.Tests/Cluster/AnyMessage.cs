using System.Collections;
using System.Reflection;
using Broker.Actors.Auction;

namespace Broker.Actors.Tests.Cluster;

/// <summary>Makes any message of a type, and shows all that is in one.</summary>
internal sealed class AnyMessage(IActorRef[] refs)
{
    private static readonly Type[] Changes =
        [typeof(AuctionProtocol.Create), typeof(AuctionProtocol.PlaceBid), typeof(AuctionProtocol.AcceptBid)];

    private static readonly string[] Texts = ["", "a", "alice", "ü€😀", new('x', 300)];

    public object Of(Type type, Random random)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return random.Next(2) == 0 ? null! : Of(inner, random);
        if (type == typeof(ulong)) return (ulong)random.NextInt64(long.MinValue, long.MaxValue);
        if (type == typeof(uint)) return (uint)random.NextInt64(uint.MaxValue);
        if (type == typeof(decimal))
            return new decimal(
                random.Next(), random.Next(), random.Next(), random.Next(2) == 0, (byte)random.Next(29));
        if (type == typeof(TimeSpan)) return new TimeSpan(random.NextInt64(TimeSpan.MaxValue.Ticks));
        if (type == typeof(long)) return random.NextInt64() >> random.Next(64);
        if (type == typeof(int)) return random.Next() >> random.Next(32);
        if (type == typeof(bool)) return random.Next(2) == 0;
        if (type == typeof(string)) return Texts[random.Next(Texts.Length)];
        if (type == typeof(AuctionProtocol.IOfferCommand))
            return Of(Changes[random.Next(Changes.Length)], random);
        // That of a publication is its batch's.
        if (type == typeof(ChannelName)) return Names.Channel("news ü");
        if (type == typeof(IActorRef)) return refs[random.Next(refs.Length)];
        if (type == typeof(DateTimeOffset))
            return new DateTimeOffset(random.NextInt64(DateTime.MaxValue.Ticks), TimeSpan.Zero);
        if (type == typeof(ReadOnlyMemory<byte>)) return Content(random);
        if (type.IsEnum) return Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length))!;
        if (type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return Array(type.GetGenericArguments()[0], random);
        if (type.IsArray) return Array(type.GetElementType()!, random);

        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        var made = constructor.Invoke([.. constructor.GetParameters().Select(p => Argument(p, random))]);
        foreach (var property in type.GetProperties().Where(IsSetBeside(constructor)))
            property.SetValue(made, Of(property.PropertyType, random));
        return made;
    }

    public static string Show(object? value) => value switch
    {
        null => "none",
        string or IActorRef or ChannelName => $"'{value}'",
        ReadOnlyMemory<byte> content => Convert.ToHexString(content.Span),
        IEnumerable all => $"[{string.Join(", ", all.Cast<object?>().Select(Show))}]",
        _ when value.GetType() is { IsPrimitive: true } or { IsEnum: true } => value.ToString()!,
        DateTimeOffset time => time.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        _ => $"{value.GetType().Name}({string.Join(", ", PartsOf(value))})",
    };

    private static IEnumerable<string> PartsOf(object value) => value.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(property => $"{property.Name}: {Show(property.GetValue(value))}");

    // A property with a default, which is set after the others.
    private static Func<PropertyInfo, bool> IsSetBeside(ConstructorInfo constructor) => property =>
        property.SetMethod is not null
        && !constructor.GetParameters().Any(parameter => parameter.Name == property.Name);

    private static DateTimeOffset Elsewhere(DateTimeOffset time, Random random) =>
        time.UtcTicks > TimeSpan.TicksPerDay && time < DateTimeOffset.MaxValue.AddDays(-1)
            ? time.ToOffset(TimeSpan.FromMinutes(random.Next(-14 * 60, (14 * 60) + 1)))
            : time;

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
            : Of(parameter.ParameterType, random) switch
            {
                // A publication has the broker's time, which is UTC.
                DateTimeOffset time when parameter.Member.DeclaringType != typeof(Publication) =>
                    Elsewhere(time, random),
                var made => made,
            };
    }
}
