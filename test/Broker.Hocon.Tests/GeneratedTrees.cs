using FsCheck;
using FsCheck.Fluent;

namespace Broker.Hocon.Tests;

/// <summary>Random resolved trees, with keys and texts that need quotes more often than not.</summary>
internal static class GeneratedTrees
{
    private static readonly ConfigOrigin Nowhere = new("generated", 0, 0);

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Elements("", "null", "true", "include", "a.b", "x y", "${a}", "/", "#", "\"", "\\", "\"\"\""),
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""));

    public static Arbitrary<Node.Object> Objects { get; } = Gen.Sized(size =>
        ObjectOf(Math.Min(size, 4))).ToArbitrary();

    private static Gen<Node.Object> ObjectOf(int depth) =>
        from fields in Gen.ListOf(Gen.Zip(Texts, ValueOf(depth)), 3)
        select new Node.Object(
            Nowhere, fields.DistinctBy(field => field.Item1).ToDictionary(f => f.Item1, f => f.Item2));

    private static Gen<Node> ValueOf(int depth)
    {
        var leaf = Gen.Frequency(
            (5, Texts.Select(Node (text) => new Node.Scalar(Nowhere, text))),
            (1, Gen.Constant<Node>(new Node.Null(Nowhere))));
        if (depth == 0) return leaf;

        var list = Gen.ListOf(Gen.Fresh(() => ValueOf(depth - 1)).SelectMany(gen => gen), 2);
        return Gen.Frequency(
            (3, leaf),
            (1, list.Select(Node (items) => new Node.List(Nowhere, [.. items]))),
            (2, ObjectOf(depth - 1).Select(Node (node) => node)));
    }
}
