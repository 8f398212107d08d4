namespace Broker.Gateway.Broadcast;

/// <summary><c>Prefer: return=representation</c>: the publisher wants the receipt (RFC 7240).</summary>
internal static class ReceiptPreference
{
    private const string Wanted = "return=representation";

    /// <summary>Says also in the answer that the preference was heard (RFC 7240 §3).</summary>
    public static bool IsHeard(HttpContext context)
    {
        if (!IsStated(context.Request)) return false;

        context.Response.Headers["Preference-Applied"] = Wanted;
        return true;
    }

    // §2: preferences are a list, separated by commas, each perhaps with parameters.
    private static bool IsStated(HttpRequest request)
    {
        foreach (var value in request.Headers["Prefer"])
            foreach (var preference in (value ?? "").Split(',', ';'))
                if (IsReturnRepresentation(preference)) return true;
        return false;
    }

    private static bool IsReturnRepresentation(string preference) =>
        preference.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, var value]
        && name.Equals("return", StringComparison.OrdinalIgnoreCase)
        && value.Trim('"').Equals("representation", StringComparison.OrdinalIgnoreCase);
}
