namespace Broker.Gateway.Admin;

/// <summary>A question without details.</summary>
internal sealed record Nothing
{
    public static readonly Nothing Instance = new();
}
