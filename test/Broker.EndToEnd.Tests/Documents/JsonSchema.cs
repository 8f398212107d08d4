using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Broker.EndToEnd.Tests.Documents;

/// <summary>
/// The part of JSON Schema that our documents use. A keyword that it does not know is an error: nothing goes
/// unchecked because it was not understood.
/// </summary>
internal sealed class JsonSchema(JsonNode document)
{
    private static readonly string[] Notes = ["description", "title", "contentEncoding", "examples"];

    /// <summary>What is wrong with a value, each with where; empty when it is as the schema says.</summary>
    public IReadOnlyList<string> Problems(JsonNode schema, JsonNode? value, string at = "$") =>
        [.. schema.AsObject().SelectMany(keyword => Check(schema, keyword.Key, keyword.Value!, value, at))];

    /// <summary>What <c>#/a/b</c> points to in the document.</summary>
    public JsonNode Resolve(string reference) => reference.TrimStart('#', '/').Split('/').Aggregate(
        document,
        (node, part) => node[part] ?? throw new InvalidDataException($"{reference} leads nowhere."));

    private IEnumerable<string> Check(
        JsonNode schema, string keyword, JsonNode rule, JsonNode? value, string at) => keyword switch
        {
            _ when Notes.Contains(keyword) => [],
            "$ref" => Problems(Resolve((string)rule!), value, at),
            "type" => Require(IsOfType(rule, value), keyword, rule, value, at),
            "const" => Require(JsonNode.DeepEquals(rule, value), keyword, rule, value, at),
            "enum" => Require(IsOneOf(rule.AsArray(), value), keyword, rule, value, at),
            "pattern" => Require(IsText(value, Matches((string)rule!)), keyword, rule, value, at),
            "format" => Require(IsText(value, IsTime), keyword, rule, value, at),
            "minimum" => Require((double)value! >= (double)rule, keyword, rule, value, at),
            "oneOf" => OneOf(rule.AsArray(), value, at),
            "items" => (value as JsonArray ?? []).SelectMany((item, i) => Problems(rule, item, $"{at}[{i}]")),
            "required" => rule.AsArray().Select(name => (string)name!)
                .Where(name => value is JsonObject whole && !whole.ContainsKey(name))
                .Select(name => $"{at}: no {name}"),
            "properties" => (value as JsonObject ?? []).Where(field => rule[field.Key] is not null)
                .SelectMany(field => Problems(rule[field.Key]!, field.Value, $"{at}.{field.Key}")),
            "additionalProperties" => (value as JsonObject ?? [])
                .Where(field => schema["properties"]![field.Key] is null)
                .Select(field => $"{at}: {field.Key} is not known"),
            _ => throw new InvalidDataException($"{at}: the keyword {keyword} is not known"),
        };

    private static string[] Require(bool isSo, string keyword, JsonNode rule, JsonNode? value, string at) =>
        isSo ? [] : [$"{at}: {value?.ToJsonString()} is not {keyword} {rule.ToJsonString()}"];

    private string[] OneOf(JsonArray rules, JsonNode? value, string at)
    {
        var matches = rules.Count(rule => Problems(rule!, value, at).Count == 0);
        return matches == 1 ? [] : [$"{at}: {value?.ToJsonString()} is {matches} of {rules.Count}"];
    }

    private static bool IsOfType(JsonNode rule, JsonNode? value) => rule is JsonArray rules
        ? rules.Any(one => IsOfType(one!, value))
        : ((string)rule!, value?.GetValueKind()) switch
        {
            ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) => true,
            ("string", JsonValueKind.String) or ("number", JsonValueKind.Number) => true,
            ("boolean", JsonValueKind.True or JsonValueKind.False) or ("null", null) => true,
            ("integer", JsonValueKind.Number) => IsInteger(value!.ToJsonString()),
            _ => false,
        };

    private static bool IsOneOf(JsonArray values, JsonNode? value) =>
        values.Any(one => JsonNode.DeepEquals(one, value));

    private static Func<string, bool> Matches(string pattern) => text => Regex.IsMatch(text, pattern);

    private static bool IsText(JsonNode? value, Func<string, bool> isRight) =>
        value?.GetValueKind() != JsonValueKind.String || isRight((string)value!);

    private static bool IsInteger(string text) => long.TryParse(text, CultureInfo.InvariantCulture, out _);

    private static bool IsTime(string text) =>
        text.EndsWith("+00:00", StringComparison.Ordinal)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _);
}
