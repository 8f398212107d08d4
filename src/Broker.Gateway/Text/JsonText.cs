using System.Text.Json;

namespace Broker.Gateway.Text;

/// <summary>The text of a JSON value.</summary>
internal static class JsonText
{
    /// <summary>Null for a value that is not text, or that has half of a surrogate pair.</summary>
    public static string? AsText(this JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return null;

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
